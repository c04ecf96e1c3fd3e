"""The engine that does not give up at the first blow."""

from collections.abc import Callable, Sequence
from typing import final

from undefault.contracts import Engine
from undefault.errors import SetAsideError
from undefault.executor.hand import Batch, Hand, HandLostError
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training

LEAST_MEMORY_MB = 16


@final
class RetryingEngine(Engine):
    """Trains by a hand that is replaced when it is lost, its batch then runs again.

    ``hire`` makes a hand with so many megabytes. After memory ran out, or what may have been that, the next hand gets
    half. ``note`` is told of each loss. A batch that costs ``n_attempts`` hands raises `SetAsideError`.
    """

    def __init__(
        self, hire: Callable[[int], Hand], *, memory_mb: int, n_attempts: int, note: Callable[[str], None]
    ) -> None:
        self._hire, self._memory_mb, self._n_attempts, self._note = hire, memory_mb, n_attempts, note
        self._hand: Hand | None = None
        self._is_closed = False

    def start(self) -> None:
        """Hire the first hand before there is a batch, so that it starts up meanwhile."""
        self._hand = self._hand or self._hire(self._memory_mb)

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
        batch = Batch(task, settings, replicates, pruning)
        losses: list[HandLostError] = []
        while len(losses) < self._n_attempts:
            hand = self._hand = self._hand or self._hire(self._memory_mb)
            try:
                return hand.train(batch)
            except HandLostError as error:
                if self._is_closed:
                    raise
                losses.append(error)
                self._replace(error, batch)
            except BaseException:
                self._dismiss()  # an interrupt leaves a hand with half a batch
                raise
        shown = "; ".join(dict.fromkeys(map(str, losses)))
        message = f"{_named(batch)} failed {self._n_attempts} times: what trained them {shown}"
        raise SetAsideError(message) from losses[-1]

    def close(self) -> None:
        """Dismiss the hand for good; a batch that another thread still waits for raises `HandLostError`."""
        self._is_closed = True
        self._dismiss()

    def _dismiss(self) -> None:
        if self._hand is not None:
            self._hand.dismiss()
            self._hand = None

    def _replace(self, error: HandLostError, batch: Batch) -> None:
        self._dismiss()
        if error.by_memory:
            self._memory_mb = max(self._memory_mb // 2, LEAST_MEMORY_MB)
        within = f", within {self._memory_mb} MB" if error.by_memory else ""
        self._note(f"{batch.task.name}: what trained {_named(batch)} {error}; they were trained again{within}")


def _named(batch: Batch) -> str:
    return f"{len(batch.settings)} settings on {len(batch.replicates)} seeds"
