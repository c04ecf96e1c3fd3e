"""Curves of skill, which the checks read."""

import numpy as np

from undefault.records import BoolArray, FloatArray, IntArray
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import skill

STEADILY = 0.9  # of the epochs


def skill_curves(scored: Scored) -> FloatArray:
    """Return the validation skill after each epoch, ``(n_seeds, n_epochs)``.

    Plain ``model.fit`` leaves no loss after early stopping: from there on the last epoch's skill stays.
    """
    return np.take_along_axis(
        skill(scored.training.valid_loss, scored.constant_valid_loss[:, None]), last_known(scored), axis=1
    )


def last_known(scored: Scored) -> IntArray:
    """Return for each epoch the latest one with a loss, ``(n_seeds, n_epochs)``: itself but after early stopping."""
    losses, stop = scored.training.valid_loss, scored.training.last_epoch[:, None]
    epochs = np.arange(losses.shape[1])[None, :]
    missing = np.isnan(losses) & (epochs > stop)
    return np.where(missing, stop, epochs)


def training_skill(scored: Scored) -> FloatArray:
    """Return the skill on training rows over the last epoch, ``(n_seeds,)``, in units of the validation constant's."""
    return skill(scored.training.train_loss[:, -1], scored.constant_valid_loss)


def still_rising(curves: FloatArray) -> BoolArray:
    """Return which curves rise in nearly every one of their last fifth of epochs, however little."""
    with np.errstate(invalid="ignore"):
        steps = np.diff(tail(curves, 0.2), axis=1)
    return np.asarray((steps > 0).mean(axis=1) >= STEADILY) if steps.size else np.zeros(len(curves), dtype=bool)


def tail(curves: FloatArray, share: float, *, least: int = 1) -> FloatArray:
    """Return the last ``share`` of the epochs, ``least`` of them where there are so many."""
    return curves[:, -max(least, round(share * curves.shape[1])) :]


def head(curves: FloatArray, share: float) -> FloatArray:
    """Return the first ``share`` of the epochs, one at least."""
    return curves[:, : max(1, round(share * curves.shape[1]))]


def most(of_seeds: BoolArray) -> bool:
    """Return whether something holds for more than half of the seeds, booleans ``(n_seeds,)``."""
    return bool(np.mean(of_seeds) > 0.5)


def middle(values: FloatArray) -> float:
    """Return the median over seeds; NaN where it is not a number for half of them."""
    return float(np.median(values))
