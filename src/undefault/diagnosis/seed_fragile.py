"""Seed-fragile: the default works on some seeds and fails on others."""

import numpy as np

from undefault.diagnosis.finding import Finding
from undefault.verdicts.scores import Scored

FAILS_BELOW = 0.5  # of the tuned setting's median skill
SPREAD_SHARE = (0.1, 0.9)


def seed_fragile(default: Scored, tuned: Scored) -> Finding:
    """Fire where between a tenth and nine tenths of the seeds have less than half of the tuned setting's skill."""
    failed = default.test_skill < FAILS_BELOW * np.median(tuned.test_skill)
    low, high = SPREAD_SHARE
    share = float(failed.mean())
    return Finding.when("seed-fragile", low <= share <= high, f"{share:.0%} of the seeds have less than half the skill")
