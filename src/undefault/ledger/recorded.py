"""An engine that never trains the same thing twice."""

from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from undefault.contracts import Engine
from undefault.interrupts import finishing
from undefault.ledger.block import block_key, read_block, write_block
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training

FINISH_SECONDS = 30.0  # that an interrupt waits for the batch in hand, so that it is not trained twice


class RecordedEngine(Engine):
    """Records what another engine trains, and answers from the record where it can.

    A resumed sweep asks for everything again from its beginning, in the same order with the same seeds; what was
    finished before the interruption comes from ``folder``, the rest is trained.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
        path = self._folder / f"{block_key(task, settings, replicates, pruning)}.npz"
        recorded = _recorded(path)
        if recorded is not None:
            return recorded
        with finishing(FINISH_SECONDS):
            trainings = self._engine.train(task, settings, replicates, pruning)
            write_block(path, trainings)
        return trainings


def _recorded(path: Path) -> list[Training] | None:
    """Return the trainings of a file; ``None`` where there is none, or one that the disk has damaged."""
    try:
        return read_block(path)
    except FileNotFoundError:
        return None
    except (EOFError, KeyError, ValueError, BadZipFile):
        path.unlink()
        return None
