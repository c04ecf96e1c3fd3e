"""Lanes that train together, and the ways of training them: what the vectorized engine is made of."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from undefault.records import BoolArray, FloatArray, IntArray, Replicate, Setting

BEST, LAST = "best", "last"


class Population(ABC):
    """Lanes of one task and batch size, one a setting and seed, ordered by setting, then by seed."""

    @abstractmethod
    def train_epoch(self, order: IntArray, learning_rates: FloatArray) -> Mapping[str, FloatArray]:
        """Train one epoch and validate.

        ``order`` is ``(n_seeds, n_train)``, ``learning_rates`` ``(n_steps, n_lanes)``. Returns ``train_loss``,
        ``valid_loss``, ``valid_score`` (whose mean makes the metric) and the `STATISTICS`, each ``(n_lanes,)``.
        """

    @abstractmethod
    def keep(self, name: str, lanes: BoolArray) -> None:
        """Keep the weights of now of these lanes, a mask ``(n_lanes,)``, as their `BEST` or `LAST`."""

    @abstractmethod
    def narrow(self, settings: BoolArray) -> bool:
        """Go on with the lanes of these settings alone, a mask, where leaving the others out saves time.

        Returns whether it did; where it did not, all lanes go on. The numbers of those that stay do not change.
        """

    @abstractmethod
    def score(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return the test rows' losses ``(n_lanes, n_test)`` and mean scores ``(n_lanes,)`` of the kept weights."""


class Lanes(ABC):
    """A way of training many settings and seeds of one task at once.

    ``width`` lanes of one seed lie together in memory, which the block of them takes whole.
    """

    width: int = 1

    @abstractmethod
    def why_not(self, setting: Setting) -> str | None:
        """Return why a setting cannot be trained so, or ``None`` where it can."""

    @abstractmethod
    def most_lanes(self, batch_size: int, replicate: Replicate) -> int:
        """Return how many lanes fit into the memory, whole blocks of ``width``; 0 where not even one block does."""

    @abstractmethod
    def populate(self, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> Population:
        """Return new lanes with their initial weights; replicates have equal numbers of rows."""
