"""What trains a batch, and may be lost over it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from undefault.contracts import Engine
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training

MakeEngine = Callable[[int], Engine]  # from a budget of megabytes


@dataclass(frozen=True)
class Batch:
    """The arguments of one call of an engine."""

    task: Task
    settings: Sequence[Setting]
    replicates: Sequence[Replicate]
    pruning: Pruning | None

    def train_by(self, engine: Engine) -> list[Training]:
        """Return what an engine makes of it."""
        return engine.train(self.task, self.settings, self.replicates, self.pruning)


class HandLostError(Exception):
    """A hand failed at a batch, in words that follow "it"; with less memory the next may succeed if ``by_memory``."""

    def __init__(self, reason: str, *, by_memory: bool) -> None:
        super().__init__(reason)
        self.by_memory = by_memory


class Hand(ABC):
    """Trains one batch after the other."""

    @abstractmethod
    def train(self, batch: Batch) -> list[Training]:
        """Return the batch's trainings; raise `HandLostError` where another hand should try."""

    @abstractmethod
    def dismiss(self) -> None:
        """Give back what the hand holds; nothing is asked of it any more."""
