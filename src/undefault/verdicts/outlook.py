"""What the seeds still to come could make of a verdict: trainings go where they can change something."""

from dataclasses import replace

import numpy as np

from undefault.verdicts.layout import Layout
from undefault.verdicts.rule import Rule

REACH = 2.5


def outlook(layout: Layout, rule: Rule) -> tuple[Layout, Layout]:
    """Return what the cap's seeds would say if the missing ones moved the mean down, or up, as far as is likely.

    The mean of n seeds differs from that of all the cap's by a standard deviation of sqrt(seed_variance (1 / n - 1 /
    cap)), for the first n are among them; `REACH` times that is likely, and all other moments stay as they are. Where
    neither reaches a verdict, no more seeds are trained: stochastic curtailment (Lan, Simon & Halperin 1982, Sequential
    Analysis 1). To stop so makes a contest undecided that might have been decided, and never a verdict wrong.
    """
    missing = 1 / layout.n_seeds - 1 / rule.cap
    move = REACH * np.sqrt(layout.seed_variance * missing)
    at_cap = layout.with_seeds(rule.cap)
    return replace(at_cap, mean=at_cap.mean - move), replace(at_cap, mean=at_cap.mean + move)


def may_give_up(n_seeds: int, rule: Rule) -> bool:
    """Return whether the outlook may end a contest after the look of ``n_seeds``: not after the first of several.

    The variance of few seeds is known poorly: one dead network among ten hides what 128 would show.
    """
    return n_seeds > rule.looks[0] or n_seeds == rule.cap
