"""Trends along a ladder: a slope a ladder, an interval over the sources of data."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from undefault.comparison.estimate import Estimate, across_sources, by_group
from undefault.questions.ladders import Ladder, ladders_of
from undefault.records import FloatArray


class Direction(StrEnum):
    """What a trend is shown to do over a whole ladder, its smallest change of interest in mind."""

    RISES = "rises"
    FALLS = "falls"
    FLAT = "flat"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Trend:
    """How one quantity of one optimizer moves along ladders of one kind.

    ``slope`` is per the ladder's unit; ``change`` is that over a ladder of the mean span, ``span`` units long. Both are
    means over sources. ``first`` and ``last`` are the quantity's means on the lowest and the highest rungs.
    """

    optimizer: str
    slope: Estimate
    change: Estimate
    span: float
    first: float
    last: float
    n_ladders: int
    n_rungs: int

    def direction(self, smallest: float) -> Direction:
        """Return what is shown: flat where the whole interval of the change is within ``smallest`` of 0.

        A trend rises or falls where the whole interval of the change is on that side of 0 and its mean is no smaller
        than ``smallest``; what is shown to be there but may be too small to matter is undecided.
        """
        low, high, mean = self.change.low, self.change.high, self.change.mean
        if -smallest < low and high < smallest:
            return Direction.FLAT
        if low > 0 and mean >= smallest:
            return Direction.RISES
        return Direction.FALLS if high < 0 and mean <= -smallest else Direction.UNDECIDED


def theil_sen(x: FloatArray, y: FloatArray) -> float:
    """Return the median slope over all pairs of points ``(n,)`` whose ``x`` differ; NaN where there are none.

    Theil (1950) and Sen (1968, Journal of the American Statistical Association 63): it stands up to 29 % of outliers,
    such as a rung on which most seeds died.

    >>> theil_sen(np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0, 90.0]))
    1.0
    """
    first, second = np.triu_indices(len(x), k=1)
    apart = x[second] - x[first]
    differ = apart != 0
    return float(np.median((y[second] - y[first])[differ] / apart[differ])) if differ.any() else np.nan


def trends(tasks: pd.DataFrame, values: pd.DataFrame, ladder: Ladder, column: str, *, alpha: float) -> Iterator[Trend]:
    """Yield the trend of ``column`` for every optimizer of ``values`` that has a ladder of that kind.

    ``values`` has ``study``, ``optimizer`` and ``column``, NaN where there is nothing to tell. A slope is taken on
    every ladder, slopes of one source are averaged, and Student's interval spans the sources, for these alone are
    independent: rungs share their rows, and ladders on one source do too. Such a two-stage analysis is as sound as a
    mixed model where all units have about the same design (Matthews, Altman, Campbell and Royston 1990, BMJ 300), and
    the spread between sources holds that of the seeds. With few sources a bootstrap would be too narrow (Cameron,
    Gelbach and Miller 2008, Review of Economics and Statistics 90).
    """
    placed = tasks.merge(values[["study", "optimizer", column]].dropna(), on="study")
    for optimizer, own in placed.groupby("optimizer", sort=False):
        found = list(ladders_of(own, ladder))
        if found:
            yield _trend(str(optimizer), found, ladder, column, alpha)


def _trend(optimizer: str, found: list[pd.DataFrame], ladder: Ladder, column: str, alpha: float) -> Trend:
    places = [ladder.scale(own[ladder.column]) for own in found]
    slopes = np.array([theil_sen(x, own[column].to_numpy(dtype=float)) for x, own in zip(places, found, strict=True)])
    sources = np.array([own["source"].iloc[0] for own in found])
    span = float(np.mean([x[-1] - x[0] for x in places]))
    slope = across_sources(slopes, sources, alpha=alpha)
    return Trend(
        optimizer=optimizer,
        slope=slope,
        change=Estimate(slope.mean * span, slope.low * span, slope.high * span, slope.n_units),
        span=span,
        first=_mean_at(found, column, 0),
        last=_mean_at(found, column, -1),
        n_ladders=len(found),
        n_rungs=max(own[ladder.column].nunique() for own in found),
    )


def _mean_at(found: list[pd.DataFrame], column: str, rung: int) -> float:
    values = np.array([own[column].to_numpy(dtype=float)[rung] for own in found])
    return float(by_group(values, np.array([own["source"].iloc[0] for own in found])).mean())
