"""Claim: lowering Adam's rate to 1e-4 stabilises training."""

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, contrast
from undefault.claims.moderators import BY_NOISE, BY_ROWS, BY_SIZE
from undefault.claims.quantities import ONE_IN_TEN, SHARE, oscillates
from undefault.claims.remarks import skill_remark


def _measure(evidence: Evidence) -> list[Part]:
    default, lower = evidence.of_role("adam", "default"), evidence.of_role("adam", "adam_1e-4")
    return [
        Part(
            what="share of trainings that oscillate with default Adam, less that at 1e-4",
            unit=SHARE,
            smallest=ONE_IN_TEN,
            effects=contrast(evidence.tasks, default, lower, oscillates),
            apart=1.0,
            furthest=1.0,
            needs="no task with default Adam and Adam at 1e-4",
        )
    ]


HYPOTHESIS = Hypothesis(
    name="low_rate_stabilises",
    statement="Lowering Adam's rate to 1e-4 stabilises training.",
    measure=_measure,
    moderators=(BY_SIZE, BY_ROWS, BY_NOISE),
    remark=lambda evidence: skill_remark(evidence, evidence.tasks, "adam", "adam_1e-4"),
)
