"""From the regrets of a task to a verdict that looking repeatedly does not inflate."""

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import optimize

from undefault.records import FloatArray, Verdict
from undefault.verdicts.interval import Interval, as_interval, bounds
from undefault.verdicts.layout import Layout, two_way_layout
from undefault.verdicts.outlook import may_give_up, outlook
from undefault.verdicts.rule import Rule
from undefault.verdicts.unseen import unseen_reach

MOST_SEEDS = 1_000_000
SMALLEST_P = 1e-12


@dataclass(frozen=True)
class Judgement:
    """A verdict with what it rests on.

    ``interval`` decides: such intervals hold the regret at all looks together with the chance ``1 - alpha``. ``fixed``
    is the narrower one at level ``1 - alpha`` for this number of seeds alone, had it been fixed beforehand. ``p_value``
    is two-sided against "the regret is the margin" and holds at any look; ``reachable_p_value`` is the smallest one
    that the seeds up to the cap could be hoped to bring (see `outlook`), 0 where it is too early to say.
    ``n_seeds_needed`` is how many would decide if mean and variances stayed as they are; ``None`` where the verdict is
    reached, or where no number of seeds would do because the test rows alone leave it open. ``cap`` is the most seeds
    that the rule trains.
    """

    verdict: Verdict
    interval: Interval
    fixed: Interval
    p_value: float
    reachable_p_value: float
    n_seeds_needed: int | None
    cap: int


def judge(differences: FloatArray, rule: Rule) -> Judgement:
    """Return the judgement on regrets ``(n_seeds, n_rows)``, each row's share in the difference of two skills.

    The number of seeds must be one of the rule's looks.
    """
    layout = two_way_layout(differences)
    low, high = deciding_bounds(layout, rule)
    verdict = Verdict(str(reached(low, high, margin=rule.margin)))
    return Judgement(
        verdict=verdict,
        interval=as_interval(layout, low, high),
        fixed=as_interval(layout, *bounds(layout, alpha=rule.alpha)),
        p_value=_p_value(layout, rule),
        reachable_p_value=_reachable_p_value(layout, rule),
        n_seeds_needed=_seeds_needed(layout, rule) if verdict is Verdict.UNDECIDED else None,
        cap=rule.cap,
    )


def deciding_bounds(layout: Layout, rule: Rule) -> tuple[FloatArray, FloatArray]:
    """Return the bounds that decide at this look, each of the shape of the tasks.

    They are a repeated confidence interval (Jennison & Turnbull 1989, Journal of the Royal Statistical Society B 51):
    `bounds` at the level that the rule spends at this look. A kind of seeds that none of them is of is an error
    independent of the one among the kinds seen, so each bound's distance from the mean is the root of the two squares.
    """
    return _widened(layout, rule, alpha=rule.spent_at(layout.n_seeds))


def _widened(layout: Layout, rule: Rule, *, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Return the bounds at level ``1 - alpha``, widened for what an unseen kind of seeds could change."""
    low, high = bounds(layout, alpha=alpha)
    unseen = unseen_reach(layout.n_seeds, apart=rule.apart, alpha=rule.alpha / 2)
    return layout.mean - np.hypot(layout.mean - low, unseen), layout.mean + np.hypot(high - layout.mean, unseen)


def reached(low: FloatArray, high: FloatArray, *, margin: float) -> npt.NDArray[np.str_]:
    """Return the verdicts' words: whole interval above the margin, below it, or neither."""
    return np.select(
        [low > margin, high < margin],
        [np.asarray(Verdict.FAILS.value), np.asarray(Verdict.HOLDS.value)],
        np.asarray(Verdict.UNDECIDED.value),
    )


def _p_value(layout: Layout, rule: Rule) -> float:
    """Return the least error rate at which the rule, at this look, would tell the regret from the margin."""

    def distance(log_alpha: float) -> float:
        low, high = deciding_bounds(layout, replace(rule, alpha=float(np.exp(log_alpha))))
        return float(np.maximum(low - rule.margin, rule.margin - high))

    smallest = float(np.log(SMALLEST_P))
    if distance(0.0) <= 0:
        return 1.0
    if distance(smallest) > 0:
        return SMALLEST_P
    return float(np.exp(optimize.brentq(distance, smallest, 0.0, xtol=1e-12, rtol=1e-12)))


def _reachable_p_value(layout: Layout, rule: Rule) -> float:
    if not may_give_up(layout.n_seeds, rule):
        return 0.0
    return min(_p_value(hoped, rule) for hoped in outlook(layout, rule))


def _seeds_needed(layout: Layout, rule: Rule) -> int | None:
    """Return the least number of seeds at which the rule, if that were its cap's look, would reach a verdict."""
    last = rule.spent_at(rule.cap)

    def decides(n_seeds: int) -> bool:
        low, high = _widened(layout.with_seeds(n_seeds), rule, alpha=last)
        return bool((low > rule.margin) | (high < rule.margin))

    candidates = range(layout.n_seeds + 1, MOST_SEEDS)
    found = bisect_left(candidates, x=True, key=decides)
    return candidates[found] if found < len(candidates) else None
