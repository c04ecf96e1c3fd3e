"""Skill: how much of what there is to learn was learned."""

import numpy as np

from undefault.records import FloatArray

WORST_SKILL = -1.0


def skill(loss: FloatArray, constant_loss: FloatArray) -> FloatArray:
    """Return ``1 - loss / constant_loss``, at least `WORST_SKILL`; the arrays broadcast.

    0 is as good as the best constant prediction, 1 is perfect. A loss of twice the constant's, or one that is not
    finite, counts as -1: beyond that it says only that training failed, and one exploded seed must not decide a mean.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        raw = 1.0 - np.asarray(loss, dtype=float) / constant_loss
    return np.where(np.isfinite(raw), np.maximum(raw, WORST_SKILL), WORST_SKILL)


def row_skill(test_loss: FloatArray, constant_loss: FloatArray) -> FloatArray:
    """Return each row's share in the skill, ``(n_seeds, n_rows)``; a seed's mean over rows is its `skill`.

    ``test_loss`` is ``(n_seeds, n_rows)``, ``constant_loss`` ``(n_seeds,)``. A seed whose skill is cut off at
    `WORST_SKILL` has that value in every row.
    """
    unit = np.asarray(constant_loss, dtype=float)[:, None]
    losses = np.asarray(test_loss, dtype=float)
    mean = skill(losses.mean(axis=1), constant_loss)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        rows = 1.0 - losses / unit
    cut = (mean == WORST_SKILL)[:, None]
    return np.where(cut, WORST_SKILL, rows)
