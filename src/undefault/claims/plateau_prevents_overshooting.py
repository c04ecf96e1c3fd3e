"""Claim: reducing the rate on plateau prevents overshooting."""

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, contrast
from undefault.claims.moderators import BY_NOISE, BY_ROWS, BY_SIZE
from undefault.claims.quantities import ONE_IN_TEN, SHARE, overshoots
from undefault.claims.remarks import skill_remark


def _measure(evidence: Evidence) -> list[Part]:
    default, reduced = evidence.of_role("adam", "default"), evidence.of_role("adam", "adam_reduce_on_plateau")
    return [
        Part(
            what="share of trainings that overshoot with default Adam, less that with the rate reduced on plateau",
            unit=SHARE,
            smallest=ONE_IN_TEN,
            effects=contrast(evidence.tasks, default, reduced, overshoots),
            apart=1.0,
            furthest=1.0,
            needs="no task with default Adam and Adam with its rate reduced on plateau",
        )
    ]


HYPOTHESIS = Hypothesis(
    name="plateau_prevents_overshooting",
    statement="Reducing the rate on plateau prevents overshooting.",
    measure=_measure,
    moderators=(BY_SIZE, BY_ROWS, BY_NOISE),
    remark=lambda evidence: skill_remark(evidence, evidence.tasks, "adam", "adam_reduce_on_plateau"),
)
