"""Wall seconds of repetitions, and what they say when laid beside others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from statistics import median
from time import perf_counter

Figures = dict[str, float]


@dataclass(frozen=True)
class Timing:
    """Wall seconds of equal repetitions, in the order they ran."""

    seconds: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.seconds:
            raise ValueError("seconds must hold at least one repetition, got none")

    def figures(self, n_parts: int = 1) -> Figures:
        """Return milliseconds for each of ``n_parts`` equal parts of a repetition.

        >>> Timing((4.0, 2.0, 3.0)).figures(n_parts=1000)
        {'median_ms': 3.0, 'minimum_ms': 2.0, 'n_repetitions': 3}
        """
        each = [second * 1e3 / n_parts for second in self.seconds]
        return {"median_ms": median(each), "minimum_ms": min(each), "n_repetitions": len(each)}


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall seconds of one call."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def alternate(works: Mapping[str, Callable[[], object]], n_repetitions: int) -> dict[str, Timing]:
    """Call all works in turn, ``n_repetitions`` times over, so that a slower spell of the machine meets each alike."""
    rounds = [{name: seconds_of(work) for name, work in works.items()} for _ in range(n_repetitions)]
    return {name: Timing(tuple(each[name] for each in rounds)) for name in works}


def times_as_fast(own: Figures, other: Figures) -> float:
    """Return how many times the other's median our own fits into.

    >>> times_as_fast({"median_ms": 2.0}, {"median_ms": 50.0})
    25.0
    """
    return other["median_ms"] / own["median_ms"]


def growth(sizes: list[int], milliseconds: list[float]) -> float:
    """Return the power of the size that the cost grows with, between the first and the last size.

    1 is in proportion; below 1, a part of the cost is paid once whatever the size.

    >>> growth([10, 40], [1.0, 2.0])
    0.5
    """
    return log(milliseconds[-1] / milliseconds[0]) / log(sizes[-1] / sizes[0])
