"""The working range: the learning rates with which a default, all else as it is, does as well as it can."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from undefault.records import FloatArray


@dataclass(frozen=True)
class WorkingRange:
    """Rates around the best one of a ladder, and whether the ladder ends there, so that the range may go on."""

    low: float
    high: float
    best: float
    ends_low: bool
    ends_high: bool

    @property
    def decades(self) -> float:
        """The width in powers of ten."""
        return float(np.log10(self.high / self.low))

    def place(self, rate: float) -> str:
        """Return where a rate stands: ``below``, ``inside`` or ``above``."""
        return "below" if rate < self.low else "above" if rate > self.high else "inside"


def working_range(rates: FloatArray, skills: FloatArray, *, margin: float) -> WorkingRange | None:
    """Return the range of rising ``rates`` ``(n_rates,)`` around the best, by mean ``skills`` ``(n_rates,)``.

    It holds the neighbours of the best rate, on and on, that lose at most the margin to it. ``None`` where the best
    is within the margin of a constant prediction: then no rate works.
    """
    best = int(np.argmax(skills))
    if not skills[best] > margin:
        return None
    good = skills >= skills[best] - margin
    first = last = best
    while first > 0 and good[first - 1]:
        first -= 1
    while last < len(rates) - 1 and good[last + 1]:
        last += 1
    return WorkingRange(float(rates[first]), float(rates[last]), float(rates[best]), first == 0, last == len(rates) - 1)


def mean_skills(ladder: pd.DataFrame) -> pd.DataFrame:
    """Return the mean test skill over seeds of each rung of one optimizer's ladder, lowest rate first."""
    return ladder.groupby(["learning_rate", "is_default"])["test_skill"].mean().reset_index()
