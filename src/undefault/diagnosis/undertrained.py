"""Undertrained: the validation loss was still falling when the budget ended."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import last_known, most, skill_curves, still_rising, tail
from undefault.diagnosis.finding import Finding
from undefault.records import BoolArray, FloatArray
from undefault.verdicts.scores import Scored

NAME = "undertrained"
LAST = 0.2  # of the epochs
SHARE = 0.02  # a fifth of what a tenth of the epochs gains at an even pace


def undertrained(case: Case) -> Finding:
    """Fire where most seeds gain in the last epochs, near their best, and the default is behind.

    The gain is the mean skill of the last tenth of the epochs minus that of the tenth before, beyond a share of the gap
    to the tuned setting, so that noise around a plateau does not count. A curve that creeps up in nearly every epoch
    counts however little it gains, if that is the same share of all that it gained: one that has settled has slowed
    down. Creeping is read from the logarithm of the loss, for a loss that is far above the constant's can fall for the
    whole budget while the skill stays at its lowest. A training that early stopping ended had not too short a budget.
    """
    curves, training = skill_curves(case.default), case.default.training
    if curves.shape[1] < 2:
        return Finding.none(NAME, "one epoch has no slope")
    gained, gap = gain_at_the_end(curves), case.tuned.valid_skill - curves[:, -1]
    ran_out = training.last_epoch == curves.shape[1] - 1
    gains = (gained > 0) & (gained > SHARE * gap) & _is_near_best(curves, gained)
    falling = (gap > 0) & (gains | _creeps(case.default)) & ran_out
    evidence = f"the last epochs still gained {gained.mean():.3f} of skill, {gap.mean():.2f} behind the tuned"
    severity = float(np.clip(case.lag.mean(), 0, 1))
    return Finding.when(NAME, most(falling) and case.is_behind, evidence, severity=severity)


def _creeps(scored: Scored) -> BoolArray:
    """Return which trainings fall in nearly every one of the last epochs, by a share of all that they fell."""
    losses = np.take_along_axis(scored.training.valid_loss, last_known(scored), axis=1).astype(float)
    heights = -np.log(np.maximum(losses, np.finfo(np.float32).tiny))
    gained = gain_at_the_end(heights)
    by_a_share = gained > SHARE * (heights[:, -1] - heights[:, 0])
    return np.asarray(still_rising(heights) & by_a_share & _is_near_best(heights, gained))


def _is_near_best(curves: FloatArray, gained: FloatArray) -> BoolArray:
    return np.asarray(curves[:, -1] >= curves.max(axis=1) - np.maximum(gained, 0))


def gain_at_the_end(curves: FloatArray) -> FloatArray:
    """Return the mean of the last tenth of the epochs minus that of the tenth before, ``(n_seeds,)``."""
    last = tail(curves, LAST, least=2)
    half = last.shape[1] // 2
    return np.asarray(last[:, half:].mean(axis=1) - last[:, :half].mean(axis=1))
