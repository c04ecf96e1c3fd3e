"""The calibration on one page: a line a scenario and number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from scipy.stats import norm

from undefault.calibration.measure import Rate

LARGE = 3  # margins


@dataclass(frozen=True)
class Line:
    """What one scenario gave with ``n_rows`` test rows, at the cap unless said otherwise.

    ``false_fails`` and ``false_holds`` are shares of tasks whose regret is the margin, over all looks. ``coverage`` is
    of the interval with the cap's number of seeds, ``stopped_coverage`` the least over all true regrets of the deciding
    one at the stop. ``power`` is the share that fails of tasks whose regret is `LARGE` margins, ``possible`` that of a
    test that knew the standard deviation of the mean, looked once, and met normal errors: of these no test at the same
    error rate finds more (Neyman & Pearson 1933, Philosophical Transactions A 231). ``power_holds`` is the share that
    holds of tasks without regret, ``seeds_large`` and ``seeds_none`` are the mean seeds that each took.
    """

    scenario: str
    n_rows: int
    false_fails: float
    false_holds: float
    coverage: float
    stopped_coverage: float
    power: float
    possible: float
    power_holds: float
    seeds_large: float
    seeds_none: float


def summarize(rates: Sequence[Rate]) -> list[Line]:
    """Return the lines in the order of the table; the regrets 0, 1 and `LARGE` margins must have been measured."""
    return [
        _line(scenario, n_rows, list(group))
        for (scenario, n_rows), group in groupby(rates, key=lambda rate: (rate.scenario, rate.n_rows))
    ]


def _line(scenario: str, n_rows: int, rates: Sequence[Rate]) -> Line:
    cap = max(rate.n_seeds for rate in rates)
    last = {round(rate.regret / rate.margin, 6): rate for rate in rates if rate.n_seeds == cap}
    none, margin, large = last[0], last[1], last[LARGE]
    return Line(
        scenario,
        n_rows,
        false_fails=margin.fails,
        false_holds=margin.holds,
        coverage=margin.coverage,
        stopped_coverage=min(rate.stopped_coverage for rate in last.values()),
        power=large.fails,
        possible=_possible(large),
        power_holds=none.holds,
        seeds_large=large.mean_seeds,
        seeds_none=none.mean_seeds,
    )


def _possible(large: Rate) -> float:
    """Return the power against the margin of a test that knows the spread, with half of alpha on that side."""
    if large.spread == 0:
        return 1.0
    return float(norm.cdf((large.regret - large.margin) / large.spread - norm.ppf(1 - large.alpha / 2)))
