"""Diverged: training ended far worse than it could have by predicting a constant."""

from undefault.diagnosis.curves import most, skill_curves
from undefault.diagnosis.finding import Finding
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import WORST_SKILL


def diverged(default: Scored, _tuned: Scored) -> Finding:
    """Fire where most seeds end on a loss that is not finite or at least twice the constant prediction's.

    A loss that comes down from there still falls at the end, and then the seed is not counted.
    """
    curves = skill_curves(default)
    ended = (curves[:, -1] <= WORST_SKILL) & (curves[:, 0] >= curves[:, -1])
    return Finding.when(
        "diverged", most(ended), f"{ended.mean():.0%} of the seeds end beyond twice the constant's loss"
    )
