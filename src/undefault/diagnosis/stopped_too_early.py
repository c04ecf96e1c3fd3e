"""Stopped too early: early stopping gave up before training had got where it would have."""

import numpy as np

from undefault.diagnosis.case import MATERIAL, Case
from undefault.diagnosis.curves import middle, most, skill_curves
from undefault.diagnosis.finding import Finding
from undefault.records import FloatArray

NAME = "stopped too early"
SMOOTH = 5  # epochs whose median counts as having got somewhere: one lucky epoch on few rows does not


def stopped_too_early(case: Case) -> Finding:
    """Fire where most seeds stopped and would have won a `MATERIAL` skill by going on, and the default is behind.

    What would have been is known: curves are kept for the whole budget, past the epoch in which training stops.
    """
    training, curves = case.default.training, skill_curves(case.default)
    if training.setting.patience is None:
        return Finding.none(NAME, "the setting has no early stopping")
    seeds = np.arange(len(curves))
    won = np.array([_later(curves[i], training.last_epoch[i]) for i in seeds]) - curves[seeds, training.restored_epoch]
    early = (training.last_epoch < curves.shape[1] - 1) & (won > MATERIAL)
    stopped = training.last_epoch.mean() + 1
    evidence = f"going on past epoch {stopped:.0f}, where patience ended, would have won {middle(won):.2f} of skill"
    severity = float(np.clip(middle(won), 0, 1))
    return Finding.when(NAME, most(early) and case.is_behind, evidence, severity=severity)


def _later(curve: FloatArray, last_epoch: int) -> float:
    """Return the best that `SMOOTH` epochs in a row had in common after the last one; where there are fewer, -1."""
    after = curve[last_epoch + 1 :]
    if len(after) < SMOOTH:
        return -1.0
    return float(np.median(np.lib.stride_tricks.sliding_window_view(after, SMOOTH), axis=1).max())
