"""Claim: patience 5 balances speed and generalisation."""

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, contrast
from undefault.claims.moderators import BY_NOISE, BY_ROWS, BY_SIZE
from undefault.claims.quantities import MOST_SKILL, SKILL, UNSEEN_SKILL, share_of_epochs, tested_skill

SMALLEST_SAVING = 0.2  # of the budget's epochs


def _measure(evidence: Evidence) -> list[Part]:
    """Return its effect on skill, which must not be below minus the margin (non-inferiority), and on epochs."""
    default, stopped = evidence.of_role("rmsprop", "default"), evidence.of_role("rmsprop", "rmsprop_patience_5")
    needs = "no task with default RMSprop and RMSprop with patience 5"
    return [
        Part(
            what="skill of RMSprop with patience 5, less that without",
            unit=SKILL,
            smallest=-evidence.margin,
            effects=contrast(evidence.tasks, stopped, default, tested_skill),
            apart=UNSEEN_SKILL,
            furthest=MOST_SKILL,
            needs=needs,
        ),
        Part(
            what="share of the epochs that patience 5 saves",
            unit="of the epochs",
            smallest=SMALLEST_SAVING,
            effects=contrast(evidence.tasks, default, stopped, share_of_epochs),
            apart=1.0,
            furthest=1.0,
            needs=needs,
        ),
    ]


HYPOTHESIS = Hypothesis(
    name="patience_5_balances",
    statement="Patience 5 balances speed and generalisation.",
    measure=_measure,
    moderators=(BY_SIZE, BY_ROWS, BY_NOISE),
)
