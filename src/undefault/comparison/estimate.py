"""A mean with its interval, whatever the units it is taken over."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from undefault.records import FloatArray, Verdict
from undefault.verdicts.interval import two_way_interval

FEWEST_SOURCES = 3


@dataclass(frozen=True)
class Estimate:
    """A mean over ``n_units`` with its two-sided bounds, which are NaN where one unit alone was measured."""

    mean: float
    low: float
    high: float
    n_units: int

    def decide(self, margin: float) -> Verdict:
        """Return the word of a regret with this interval: all of it beyond the margin, below it, or neither."""
        if self.low > margin:
            return Verdict.FAILS
        return Verdict.HOLDS if self.high < margin else Verdict.UNDECIDED


def over_units(values: FloatArray, *, alpha: float) -> Estimate:
    """Return Student's interval of the mean of ``values`` ``(n_units,)``, which are independent of each other.

    >>> round(over_units(np.array([1.0, 3.0]), alpha=0.5).high, 6)
    3.0
    """
    measured = np.asarray(values, dtype=float)
    mean, n_units = float(measured.mean()), len(measured)
    if n_units < 2:
        return Estimate(mean, np.nan, np.nan, n_units)
    error = float(measured.std(ddof=1) / np.sqrt(n_units))
    reach = float(stats.t.ppf(1 - alpha / 2, n_units - 1)) * error
    return Estimate(mean, mean - reach, mean + reach, n_units)


def across_sources(values: FloatArray, sources: FloatArray, *, alpha: float) -> Estimate:
    """Return the interval of the mean over sources of ``values`` ``(n,)``, those of one source averaged first.

    The bounds are NaN with fewer than `FEWEST_SOURCES`: two that agree by chance would seem to settle anything.
    """
    found = over_units(by_group(values, sources), alpha=alpha)
    return found if found.n_units >= FEWEST_SOURCES else Estimate(found.mean, np.nan, np.nan, found.n_units)


def over_seeds_and_rows(differences: FloatArray, *, alpha: float) -> Estimate:
    """Return the verdicts' own interval of the mean of ``differences`` ``(n_seeds, n_rows)``."""
    interval = two_way_interval(differences, alpha=alpha)
    return Estimate(interval.mean, interval.low, interval.high, len(differences))


def by_group(values: FloatArray, groups: FloatArray) -> FloatArray:
    """Return the mean of ``values`` ``(n,)`` in each group, ``(n_groups,)``, in the order of the groups' names.

    Tasks on the rows of one source are not independent; their source is the unit that intervals are taken over.

    >>> by_group(np.array([1.0, 3.0, 5.0]), np.array(["wine", "wine", "iris"])).tolist()
    [5.0, 2.0]
    """
    labels = np.asarray(groups)
    return np.array([np.asarray(values, dtype=float)[labels == label].mean(axis=0) for label in np.unique(labels)])
