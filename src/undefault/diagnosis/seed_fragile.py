"""Seed-fragile: the default works on some seeds and fails on others."""

import numpy as np

from undefault.diagnosis.case import LEARNABLE, Case
from undefault.diagnosis.finding import Finding

NAME = "seed-fragile"
FAILS_BELOW = 0.5  # of the skill of a seed that works
SPREAD_SHARE = (0.1, 0.9)
FEWEST = 2  # seeds that fail
BETWEEN = 0.2  # of the skill of a seed that works, to both sides of `FAILS_BELOW`: two fifths of the way
WORKS = 90.0  # percentile of the default's own seeds that shows how well it works where it does


def seed_fragile(case: Case) -> Finding:
    """Fire where between a tenth and nine tenths of the seeds have less than half the skill of one that works.

    How well it works is the tuned setting's median or, where that is fragile too, what the default's best seeds reach.
    One odd seed is not enough, and there must be two kinds of seeds rather than one that spreads: hardly any lie
    `BETWEEN` those that fail and those that work.
    """
    own = case.default.test_skill
    works = max(float(np.median(case.tuned.test_skill)), float(np.percentile(own, WORKS)))
    if works < LEARNABLE:
        return Finding.none(NAME, "no seed learns more than hardly anything")
    fails = own < FAILS_BELOW * works
    share, rarer = float(fails.mean()), min(fails.sum(), (~fails).sum())
    between = np.abs(own / works - FAILS_BELOW) < BETWEEN
    two_kinds = fails.sum() >= FEWEST and between.sum() <= rarer / 2
    evidence = f"{share:.0%} of the seeds have less than half of the skill {works:.2f} of one that works"
    low, high = SPREAD_SHARE
    return Finding.when(NAME, bool(low <= share <= high and two_kinds), evidence, severity=share)
