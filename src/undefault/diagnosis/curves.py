"""Curves of skill, which the checks read."""

import numpy as np

from undefault.records import BoolArray, FloatArray
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import skill


def skill_curves(scored: Scored) -> FloatArray:
    """Return the validation skill after each epoch, ``(n_seeds, n_epochs)``."""
    return skill(scored.training.valid_loss, scored.constant_valid_loss[:, None])


def tail(curves: FloatArray, share: float) -> FloatArray:
    """Return the last ``share`` of the epochs, one at least."""
    return curves[:, -max(1, round(share * curves.shape[1])) :]


def most(of_seeds: BoolArray) -> bool:
    """Return whether something holds for more than half of the seeds, booleans ``(n_seeds,)``."""
    return bool(np.mean(of_seeds) > 0.5)
