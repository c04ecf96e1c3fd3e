"""Claim: a small learning rate reduces overfitting on small data."""

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, contrast
from undefault.claims.moderators import BY_NOISE, BY_SIZE, small_data
from undefault.claims.quantities import MOST_SKILL, SKILL, UNSEEN_SKILL, lost
from undefault.claims.remarks import skill_remark


def _measure(evidence: Evidence) -> list[Part]:
    """Return what a tenth of the default rate saves of the validation skill lost after the best epoch."""
    default, lower = evidence.of_role("adam", "default"), evidence.of_role("adam", "adam_1e-4")
    return [
        Part(
            what="skill lost after the best epoch below 200 training rows by default Adam, less that at 1e-4",
            unit=SKILL,
            smallest=evidence.margin,
            effects=contrast(small_data(evidence.tasks), default, lower, lost),
            apart=UNSEEN_SKILL,
            furthest=MOST_SKILL,
            needs="no task below 200 training rows with default Adam and Adam at 1e-4",
        )
    ]


HYPOTHESIS = Hypothesis(
    name="low_rate_reduces_overfitting",
    statement="A small learning rate reduces overfitting on small data.",
    measure=_measure,
    moderators=(BY_SIZE, BY_NOISE),
    remark=lambda evidence: skill_remark(evidence, small_data(evidence.tasks), "adam", "adam_1e-4"),
)
