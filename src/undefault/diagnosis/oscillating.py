"""Oscillating: the validation loss jumps up and down from epoch to epoch."""

import numpy as np

from undefault.diagnosis.curves import most, skill_curves, tail
from undefault.diagnosis.finding import Finding
from undefault.records import FloatArray
from undefault.verdicts.scores import Scored

JUMP = 0.05  # of skill, the size of the margin by default
TIMES_TUNED = 3.0


def oscillating(default: Scored, tuned: Scored) -> Finding:
    """Fire where the typical jump between epochs in the second half is large, for most seeds.

    Large is more than `JUMP`, and more than `TIMES_TUNED` what the tuned setting does on the same seeds.
    """
    own, reference = jump(default), jump(tuned)
    evidence = f"skill jumps by {own.mean():.3f} between epochs, by {reference.mean():.3f} with tuning"
    return Finding.when("oscillating", most((own > JUMP) & (own > TIMES_TUNED * reference)), evidence)


def jump(scored: Scored) -> FloatArray:
    """Return the median size of the change of direction in the second half, ``(n_seeds,)``; 0 for a steady curve."""
    half = tail(skill_curves(scored), 0.5)
    if half.shape[1] < 3:
        return np.zeros(len(half))
    steps = np.diff(half, axis=1)
    turns = np.where(steps[:, 1:] * steps[:, :-1] < 0, np.minimum(np.abs(steps[:, 1:]), np.abs(steps[:, :-1])), 0.0)
    return np.asarray(np.median(turns, axis=1))
