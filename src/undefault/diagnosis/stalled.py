"""Stalled: training never got beyond the best constant prediction."""

from undefault.diagnosis.case import NOTHING_LEARNED, Case
from undefault.diagnosis.curves import most, skill_curves, still_rising
from undefault.diagnosis.finding import Finding

NAME = "stalled"
NEAR_CONSTANT = -0.25  # of skill


def stalled(case: Case) -> Finding:
    """Fire where most seeds never have more than `NOTHING_LEARNED`, end near it and do not creep up, unlike tuned ones.

    What ends farther below the constant prediction has not stalled at it but gone past it.
    """
    if not case.is_learnable:
        return Finding.none(NAME, "no setting learns more than hardly anything on the task")
    curves = skill_curves(case.default)
    best = curves.max(axis=1)
    still = (best < NOTHING_LEARNED) & (curves[:, -1] > NEAR_CONSTANT) & ~still_rising(curves)
    tuned = case.tuned.valid_skill.mean()
    evidence = f"the best validation skill is {best.mean():.2f} on average, {tuned:.2f} with tuning"
    return Finding.when(NAME, most(still) and case.is_behind, evidence, severity=float(still.mean()))
