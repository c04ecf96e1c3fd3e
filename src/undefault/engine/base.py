"""What an engine is: settings and seeds in, trainings out."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from undefault.records import Replicate, Setting, Task, Training


class Engine(ABC):
    """Trains every setting on every seed of a task.

    A training depends on its task, setting and replicate alone, never on what else is trained in the same call.
    """

    @abstractmethod
    def train(self, task: Task, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
