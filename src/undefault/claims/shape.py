"""Measures of the shape of learning curves that claims speak of, all in units of skill."""

import numpy as np

from undefault.records import FloatArray
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import skill

FURTHEST = 2.0  # skill reaches from -1 to 1


def overshoot(train_loss: FloatArray, unit: FloatArray) -> FloatArray:
    """Return how far each training loss ``(n_seeds, n_epochs)`` rises above its lowest so far, ``(n_seeds,)``.

    The largest such rise, in units of the best constant prediction's loss ``unit`` ``(n_seeds,)``, at most `FURTHEST`,
    also where a loss is not finite. The training loss is read, for a rising validation loss may be overfitting.

    >>> overshoot(np.array([[1.0, 0.5, 0.8, 0.4]]), np.array([1.0])).round(6).tolist()
    [0.3]
    """
    losses = np.nan_to_num(np.asarray(train_loss, dtype=float), nan=np.inf, posinf=np.inf)
    with np.errstate(invalid="ignore"):
        rises = (losses - np.minimum.accumulate(losses, axis=1)) / np.asarray(unit, dtype=float)[:, None]
    return np.asarray(np.minimum(np.where(np.isfinite(losses), rises, FURTHEST).max(axis=1), FURTHEST))


def lost_after_best(scored: Scored) -> FloatArray:
    """Return how much validation skill each seed ``(n_seeds,)`` has lost after its best epoch when training ends."""
    curves = skill(scored.training.valid_loss, scored.constant_valid_loss[:, None])
    seeds, last = np.arange(len(curves)), scored.training.last_epoch
    reached = np.where(np.arange(curves.shape[1])[None, :] <= last[:, None], curves, -np.inf)
    return np.asarray(reached.max(axis=1) - curves[seeds, last])


def best_fit(scored: Scored) -> FloatArray:
    """Return the best skill on the training rows over the whole budget, ``(n_seeds,)``.

    The constant's loss on the validation rows stands for that on the training rows.
    """
    curves = skill(scored.training.train_loss, scored.constant_valid_loss[:, None])
    return np.asarray(curves.max(axis=1))
