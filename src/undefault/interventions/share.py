"""The share of a regret that a change wins back, with its interval."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np
from scipy import optimize

from undefault.records import FloatArray
from undefault.verdicts.interval import bounds
from undefault.verdicts.layout import two_way_layout

ENOUGH = 0.95  # of the regret, what a fix has to win back
HALF = 0.5
MOST_STEPS = 40  # doublings on the way to a bound; beyond, there is none
PRECISION = 1e-6


class Cure(StrEnum):
    """Whether a change wins back `ENOUGH` of the regret, as far as its interval tells."""

    CURES = "cures"
    DOES_NOT = "does not cure"
    OPEN = "open"


@dataclass(frozen=True)
class Share:
    """What a change wins back of a regret: 0 as bad as the default, 1 as good as the tuned setting.

    ``low`` and ``high`` are infinite where the seeds leave the share without a bound; all is NaN where the default was
    not the worse one on them.
    """

    mean: float
    low: float
    high: float
    standard_error: float

    @property
    def cure(self) -> Cure:
        """Whether this is `ENOUGH`.

        It is where the share comes within one standard error of it (the rule of Breiman et al. 1984, Classification and
        Regression Trees) and is surely more than half; it is not where the whole interval lies below. To ask for the
        whole interval above `ENOUGH` would never be met by a change that does all that tuning does, whose share is 1
        give or take; to ask for the mean would refuse one of true share `ENOUGH` in half of the cases.
        """
        if self.mean >= ENOUGH - self.standard_error and self.low > HALF:
            return Cure.CURES
        return Cure.DOES_NOT if self.high < ENOUGH else Cure.OPEN


UNKNOWN = Share(np.nan, np.nan, np.nan, np.nan)


def share_won_back(changed: FloatArray, default: FloatArray, tuned: FloatArray, *, alpha: float) -> Share:
    """Return the share ``(changed - default) / (tuned - default)`` of mean skills, with its interval at ``1 - alpha``.

    The arguments are rows' shares in the skill, ``(n_seeds, n_rows)`` each, of the same seeds and rows. The ratio of
    the means, not the mean of the seeds' ratios: a seed on which the default happens to do well has a regret near 0,
    and its ratio says nothing. The interval is Fieller's (1954, Journal of the Royal Statistical Society B 16), that
    is, all shares s at which the verdicts' own interval of the mean of ``(changed - default) - s (tuned - default)``
    holds 0: it reckons with the noise of the regret below the line, and with seeds and rows both, as a verdict does. A
    bootstrap over six seeds would be too narrow.

    >>> rows = np.array([[0.1, 0.2], [0.3, 0.1]])
    >>> share_won_back(rows, rows, rows + 0.5, alpha=0.05).mean
    0.0
    """
    refusal = _Refusal(np.asarray(changed - default, dtype=float), np.asarray(tuned - default, dtype=float), alpha)
    regret = refusal.regret.mean()
    if not regret > 0:
        return UNKNOWN
    share = float(refusal.won.mean() / regret)
    error = float(two_way_layout(refusal.won - share * refusal.regret).standard_error / regret)
    return Share(share, refusal.edge(share, error, side=-1), refusal.edge(share, error, side=1), error)


@dataclass(frozen=True)
class _Refusal:
    """Which shares are refused, by what was won and the regret, ``(n_seeds, n_rows)`` both."""

    won: FloatArray
    regret: FloatArray
    alpha: float

    def reach(self, share: float, *, side: int) -> float:
        """Return how far the interval of the rest reaches over 0; below 0 the share is refused as too far on a side."""
        low, high = bounds(two_way_layout(self.won - share * self.regret), alpha=self.alpha)
        return float(high) if side > 0 else -float(low)

    def edge(self, share: float, error: float, *, side: int) -> float:
        """Return the last share on a side of the estimate that is not refused, infinite where none is."""
        if self.reach(share, side=side) <= 0:
            return share
        inside, step = share, max(2 * error, PRECISION)
        for _ in range(MOST_STEPS):
            outside = inside + side * step
            if self.reach(outside, side=side) < 0:
                between = partial(self.reach, side=side)
                return float(optimize.brentq(between, inside, outside, xtol=PRECISION, rtol=PRECISION))
            inside, step = outside, 2 * step
        return side * np.inf
