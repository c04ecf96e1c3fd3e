"""Overfitted: training went on past its best epoch and lost what it had."""

from undefault.diagnosis.curves import most, skill_curves
from undefault.diagnosis.finding import Finding
from undefault.verdicts.scores import Scored

LOST = 0.05  # of skill


def overfitted(default: Scored, tuned: Scored) -> Finding:
    """Fire where most seeds end far below their best epoch while their training loss still falls.

    Far is more than `LOST`, and at least half of what the default is behind the tuned setting.
    """
    curves, training = skill_curves(default), default.training.train_loss
    lost = curves.max(axis=1) - curves[:, -1]
    behind = tuned.valid_skill - curves[:, -1]
    at_best = training[range(len(curves)), curves.argmax(axis=1)]
    fits = (lost > LOST) & (lost >= behind / 2) & (training[:, -1] < at_best)
    return Finding.when("overfitted", most(fits), f"{lost.mean():.2f} of skill was lost after the best epoch")
