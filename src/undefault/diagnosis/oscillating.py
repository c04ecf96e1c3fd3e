"""Oscillating: the validation loss goes up and down without getting anywhere."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import middle, most
from undefault.diagnosis.finding import Finding, beyond
from undefault.records import FloatArray
from undefault.verdicts.scores import Scored

NAME = "oscillating"
SWING = 0.01  # a relative loss of 1 moved by 2 % an epoch, back and forth: ten such epochs undo a fifth of it
HIGHEST = 50.0  # a loss that is not finite
TIMES_TUNED = 2.0  # beyond what validation on few rows and mini-batches do to a good setting


def oscillating(case: Case) -> Finding:
    """Fire where most seeds swing far in the second half of the budget, and the default is behind.

    Far is more than `SWING`, and more than `TIMES_TUNED` what the calmer of both references does on the same seeds.
    """
    if case.default.training.valid_loss.shape[1] < 4:
        return Finding.none(NAME, "fewer than four epochs have no ups and downs")
    own, reference = swing(case.default), np.minimum(swing(case.tuned), swing(case.best))
    limit = np.maximum(SWING, TIMES_TUNED * reference)
    evidence = f"the loss swings by {middle(own):.3f} an epoch, by {middle(reference):.3f} with tuning"
    fires = most(own > limit) and case.is_behind
    return Finding.when(NAME, fires, evidence, severity=beyond(middle(own / limit), 1.0))


def swing(scored: Scored) -> FloatArray:
    """Return how far the loss goes up and comes down an epoch, ``(n_seeds,)``.

    The lesser of all steps up and all steps down, so that the period of the swings does not matter, and a curve of one
    direction has 0. Steps are those of ``ln(1 + loss / constant's loss)``, which is near the loss itself where that is
    small, and near its logarithm where it is large. Read is the second half of the epochs up to the one whose weights
    stay: what a curve does after early stopping is nobody's.
    """
    return np.array([_swing(*one) for one in zip(_heights(scored), scored.training.restored_epoch, strict=True)])


def _swing(heights: FloatArray, restored_epoch: int) -> float:
    used = heights[: restored_epoch + 1]
    steps = np.diff(used[len(used) // 2 :])
    return float(min(np.maximum(steps, 0).mean(), np.maximum(-steps, 0).mean())) if steps.size else 0.0


def _heights(scored: Scored) -> FloatArray:
    """Return ``ln(1 + loss / constant's loss)``, ``(n_seeds, n_epochs)``; where not finite, `HIGHEST`."""
    with np.errstate(over="ignore", invalid="ignore"):
        relative = np.asarray(scored.training.valid_loss, dtype=float) / scored.constant_valid_loss[:, None]
    return np.where(np.isfinite(relative), np.log1p(np.maximum(relative, 0)), HIGHEST)
