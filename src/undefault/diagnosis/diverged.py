"""Diverged: training ended far worse than it could have by predicting a constant."""

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import most, skill_curves, still_rising
from undefault.diagnosis.finding import Finding
from undefault.verdicts.skill import WORST_SKILL

NAME = "diverged"


def diverged(case: Case) -> Finding:
    """Fire where most seeds end on a loss that is not finite or at least twice the constant prediction's.

    A seed whose loss is below that of its first epoch and falls steadily at the end is only on its way down from there,
    and is not counted.
    """
    curves = skill_curves(case.default)
    losses = case.default.training.valid_loss
    on_its_way = still_rising(-losses) & (losses[:, -1] < losses[:, 0])
    ended = (curves[:, -1] <= WORST_SKILL) & ~on_its_way
    share = float(ended.mean())
    evidence = f"{share:.0%} of the seeds end beyond twice the constant's loss"
    return Finding.when(NAME, most(ended) and case.is_harmed, evidence, severity=share)
