"""Stalled: training never got beyond the best constant prediction."""

from undefault.diagnosis.curves import most, skill_curves, still_rising
from undefault.diagnosis.finding import Answer, Finding
from undefault.verdicts.scores import Scored

NOTHING_LEARNED = 0.05  # of skill: what chance gives on small validation parts
LEARNABLE = 0.2  # of skill: where the tuned setting has less, there is hardly anything to stall from


def stalled(default: Scored, tuned: Scored) -> Finding:
    """Fire where most seeds never have more than `NOTHING_LEARNED` and do not creep up either, unlike tuned ones."""
    if tuned.valid_skill.mean() < LEARNABLE:
        return Finding("stalled", Answer.NOT_APPLICABLE, "the tuned setting learns hardly anything either")
    curves = skill_curves(default)
    best = curves.max(axis=1)
    evidence = f"the best validation skill is {best.mean():.2f} on average, {tuned.valid_skill.mean():.2f} with tuning"
    return Finding.when("stalled", most((best < NOTHING_LEARNED) & ~still_rising(curves)), evidence)
