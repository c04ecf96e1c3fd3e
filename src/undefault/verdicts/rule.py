"""When verdicts are looked for, and how the error rate is shared between the looks."""

from dataclasses import dataclass
from itertools import pairwise

EXPONENT = 2  # of the spending function


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
        """Return the error rate spent at the look of ``n_seeds``, by which ``alpha (n_seeds / cap)^2`` is spent in all.

        Early looks find what is large and need little; the error of the test rows, which no seeds shrink, is left to
        the cap, which has most of the rate. The spending function is of the power family of Kim & DeMets (1987,
        Biometrika 74), added up by Boole's inequality instead of a joint normal law: the looks share their rows, so
        that the increments are not independent. The rate over all looks, and so at any stopping time, is at most
        ``alpha``.

        >>> [round(Rule(0.05, 0.05, (10, 20, 40)).spent_at(look), 4) for look in (10, 20, 40)]
        [0.0031, 0.0094, 0.0375]
        """
        if n_seeds not in self.looks:
            raise ValueError(f"n_seeds must be one of the looks {self.looks}, got {n_seeds}")
        earlier = max((look for look in self.looks if look < n_seeds), default=0)
        return self.alpha * ((n_seeds / self.cap) ** EXPONENT - (earlier / self.cap) ** EXPONENT)
