"""Claim: momentum overshoots in low-dimensional networks."""

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, contrast
from undefault.claims.moderators import BY_NOISE, BY_ROWS, small_networks
from undefault.claims.quantities import ONE_IN_TEN, SHARE, overshoots


def _measure(evidence: Evidence) -> list[Part]:
    """Return the difference at SGD's default rate: with momentum 0.9 steady steps are ten times as long."""
    with_momentum, without = evidence.of_role("sgd_momentum", "default"), evidence.of_role("sgd", "default")
    return [
        Part(
            what="share of trainings below 2,000 parameters that overshoot with momentum 0.9, less that without",
            unit=SHARE,
            smallest=ONE_IN_TEN,
            effects=contrast(small_networks(evidence.tasks), with_momentum, without, overshoots),
            apart=1.0,
            furthest=1.0,
            needs="no network below 2,000 parameters with both sgd and sgd_momentum",
        )
    ]


HYPOTHESIS = Hypothesis(
    name="momentum_overshoots",
    statement="Momentum overshoots in low-dimensional networks.",
    measure=_measure,
    moderators=(BY_ROWS, BY_NOISE),
)
