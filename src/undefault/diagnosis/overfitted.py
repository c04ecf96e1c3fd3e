"""Overfitted: training went on past its best epoch and lost what it had."""

import numpy as np

from undefault.diagnosis.case import MATERIAL, Case
from undefault.diagnosis.curves import most, skill_curves
from undefault.diagnosis.finding import Finding

NAME = "overfitted"


def overfitted(case: Case) -> Finding:
    """Fire where most seeds end far below their best epoch while their training loss still falls, and it costs.

    Far is more than a `MATERIAL` skill, and at least half of what the default is behind the tuned setting; what is read
    is the epoch whose weights stay, so early stopping that came in time leaves nothing to find.
    """
    curves, training = skill_curves(case.default), case.default.training
    seeds, left = np.arange(len(curves)), training.restored_epoch
    best = curves.argmax(axis=1)
    lost = curves[seeds, best] - curves[seeds, left]
    falls = training.train_loss[seeds, left] < training.train_loss[seeds, best]
    past = (lost > MATERIAL) & (lost >= case.lag / 2) & falls & (best < left)
    evidence = f"{lost.mean():.2f} of skill was lost after the best epoch, {best.mean() + 1:.0f} on average"
    return Finding.when(NAME, most(past) and case.is_behind, evidence, severity=float(min(1.0, lost.mean())))
