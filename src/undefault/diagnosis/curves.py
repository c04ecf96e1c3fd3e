"""Curves of skill, which the checks read."""

import numpy as np

from undefault.records import BoolArray, FloatArray
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import skill


def skill_curves(scored: Scored) -> FloatArray:
    """Return the validation skill after each epoch, ``(n_seeds, n_epochs)``."""
    return skill(scored.training.valid_loss, scored.constant_valid_loss[:, None])


STEADILY = 0.9  # of the epochs


def still_rising(curves: FloatArray) -> BoolArray:
    """Return which curves of skill rise in nearly every one of their last fifth of epochs, however little."""
    steps = np.diff(tail(curves, 0.2), axis=1)
    return np.asarray((steps > 0).mean(axis=1) >= STEADILY) if steps.size else np.zeros(len(curves), dtype=bool)


def tail(curves: FloatArray, share: float) -> FloatArray:
    """Return the last ``share`` of the epochs, one at least."""
    return curves[:, -max(1, round(share * curves.shape[1])) :]


def most(of_seeds: BoolArray) -> bool:
    """Return whether something holds for more than half of the seeds, booleans ``(n_seeds,)``."""
    return bool(np.mean(of_seeds) > 0.5)
