"""From the interval of a regret to a verdict that looking repeatedly does not inflate."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from undefault.records import FloatArray, Verdict
from undefault.verdicts.interval import Interval, two_way_interval


@dataclass(frozen=True)
class Rule:
    """How verdicts are reached: margin in units of skill, error rate, and how often the evidence is looked at."""

    margin: float
    alpha: float
    n_looks: int

    @property
    def alpha_per_look(self) -> float:
        """The error rate spent at each look; by Bonferroni the rate over all looks stays within ``alpha``."""
        return self.alpha / self.n_looks


@dataclass(frozen=True)
class Judgement:
    """A verdict with what it rests on.

    ``p_value`` is two-sided against "the regret is the margin", already multiplied by the number of looks.
    ``n_seeds_needed`` is how many seeds would decide if mean and variances stayed as they are; ``None`` where the
    verdict is reached, or where no number of seeds would do because the test rows alone leave it open.
    """

    verdict: Verdict
    interval: Interval
    p_value: float
    n_seeds_needed: int | None


def judge(differences: FloatArray, rule: Rule) -> Judgement:
    """Return the judgement on regrets ``(n_seeds, n_rows)``, each row's share in the difference of two skills."""
    interval = two_way_interval(differences, alpha=rule.alpha_per_look)
    verdict = _verdict(interval, rule.margin)
    needed = _seeds_needed(interval, rule) if verdict is Verdict.UNDECIDED else None
    return Judgement(verdict, interval, _p_value(interval, rule), needed)


def _verdict(interval: Interval, margin: float) -> Verdict:
    if interval.low > margin:
        return Verdict.FAILS
    if interval.high < margin:
        return Verdict.HOLDS
    return Verdict.UNDECIDED


def _p_value(interval: Interval, rule: Rule) -> float:
    distance = abs(interval.mean - rule.margin)
    if interval.standard_error == 0:
        return float(distance == 0)
    one_look = 2 * float(stats.t.sf(distance / interval.standard_error, interval.freedom))
    return min(1.0, one_look * rule.n_looks)


def _seeds_needed(interval: Interval, rule: Rule) -> int | None:
    quantile = float(stats.norm.ppf(1 - rule.alpha_per_look / 2))
    allowed = ((interval.mean - rule.margin) / quantile) ** 2 - interval.row_variance
    return max(interval.n_seeds + 1, int(np.ceil(interval.seed_variance / allowed))) if allowed > 0 else None
