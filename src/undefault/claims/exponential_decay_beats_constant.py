"""Claim: exponential decay beats a constant rate."""

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, contrast
from undefault.claims.moderators import BY_NOISE, BY_ROWS, BY_SIZE
from undefault.claims.quantities import MOST_SKILL, SKILL, UNSEEN_SKILL, tested_skill


def _measure(evidence: Evidence) -> list[Part]:
    default, decayed = evidence.of_role("adam", "default"), evidence.of_role("adam", "adam_exponential_decay")
    return [
        Part(
            what="skill of Adam with exponential decay (0.9 every 1,000 steps), less that at its constant rate",
            unit=SKILL,
            smallest=evidence.margin,
            effects=contrast(evidence.tasks, decayed, default, tested_skill),
            apart=UNSEEN_SKILL,
            furthest=MOST_SKILL,
            needs="no task with default Adam and Adam with exponential decay",
        )
    ]


HYPOTHESIS = Hypothesis(
    name="exponential_decay_beats_constant",
    statement="Exponential decay beats a constant rate.",
    measure=_measure,
    moderators=(BY_SIZE, BY_ROWS, BY_NOISE),
)
