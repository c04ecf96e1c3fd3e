"""Undertrained: the validation loss was still falling when the budget ended."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import most, skill_curves, still_rising, tail
from undefault.diagnosis.finding import Finding
from undefault.records import FloatArray

NAME = "undertrained"
LAST = 0.2  # of the epochs
SHARE = 0.02  # a fifth of what a tenth of the epochs gains at an even pace


def undertrained(case: Case) -> Finding:
    """Fire where most seeds gain in the last epochs, near their best, and the default is behind.

    The gain is the mean skill of the last tenth of the epochs minus that of the tenth before, beyond a share of the gap
    to the tuned setting, so that noise around a plateau does not count. A curve that creeps up in nearly every epoch
    counts however little it gains, if that is the same share of all that it gained: one that has settled has slowed
    down. One that early stopping ended is not one whose budget was too short.
    """
    curves, training = skill_curves(case.default), case.default.training
    if curves.shape[1] < 2:
        return Finding.none(NAME, "one epoch has no slope")
    gained, gap = gain_at_the_end(curves), case.tuned.valid_skill - curves[:, -1]
    near_best = curves[:, -1] >= curves.max(axis=1) - np.maximum(gained, 0)
    ran_out = training.last_epoch == curves.shape[1] - 1
    rising = (gained > SHARE * gap) | (still_rising(curves) & (gained > SHARE * (curves[:, -1] - curves[:, 0])))
    falling = (gap > 0) & (gained > 0) & rising & near_best & ran_out
    evidence = f"the last epochs still gained {gained.mean():.3f} of skill, {gap.mean():.2f} behind the tuned"
    severity = float(np.clip(case.lag.mean(), 0, 1))
    return Finding.when(NAME, most(falling) and case.is_behind, evidence, severity=severity)


def gain_at_the_end(curves: FloatArray) -> FloatArray:
    """Return the mean of the last tenth of the epochs minus that of the tenth before, ``(n_seeds,)``."""
    last = tail(curves, LAST, least=2)
    half = last.shape[1] // 2
    return np.asarray(last[:, half:].mean(axis=1) - last[:, :half].mean(axis=1))
