"""When verdicts are looked for, and how the error rate is shared between the looks."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Rule:
    """How verdicts are reached: ``margin`` in units of skill, error rate ``alpha``, and the seeds at each look.

    ``looks`` are numbers of seeds in all, each above the one before; the last is the cap. ``apart`` is how far in
    skill a kind of seeds that has not been seen may be from the others; 0 where there can be none.
    """

    margin: float
    alpha: float
    looks: tuple[int, ...]
    apart: float = 0.5

    def __post_init__(self) -> None:
        if not self.looks or self.looks[0] < 2 or any(later <= sooner for sooner, later in pairwise(self.looks)):
            raise ValueError(f"looks must be growing numbers of seeds from 2 up, got {self.looks}")

    @property
    def cap(self) -> int:
        """The most seeds that are trained."""
        return self.looks[-1]

    def spent_at(self, n_seeds: int) -> float:
        """Return the error rate spent at the look of ``n_seeds``: alpha times the share of all seeds that it adds.

        This is the linear spending function of Lan & DeMets (1983, Biometrika 70), added up by Boole's inequality
        instead of a joint normal law: the looks share their rows, whose error no number of seeds shrinks, so that the
        increments are not independent. The rate over all looks, and so at any stopping time, is at most ``alpha``.

        >>> [round(Rule(0.05, 0.05, (10, 20, 40)).spent_at(look), 4) for look in (10, 20, 40)]
        [0.0125, 0.0125, 0.025]
        """
        if n_seeds not in self.looks:
            raise ValueError(f"n_seeds must be one of the looks {self.looks}, got {n_seeds}")
        earlier = [look for look in self.looks if look < n_seeds]
        return self.alpha * (n_seeds - max(earlier, default=0)) / self.cap
