"""Claim: default Adam's rate is too high below 2,000 parameters and makes the loss oscillate."""

import numpy as np

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, constant_effects, contrast
from undefault.claims.moderators import BY_NOISE, BY_ROWS, small_networks
from undefault.claims.quantities import DECADES, ONE_IN_TEN, SHARE, TWOFOLD, oscillates


def _measure(evidence: Evidence) -> list[Part]:
    """Return how far the default is above the best rate, and how much more it oscillates than a tenth of it does."""
    tasks, best = small_networks(evidence.tasks), evidence.best_rates()
    own = best[best["optimizer"] == "adam"]
    above = own.assign(value=np.log10(own["default_rate"] / own["best_rate"]))[["study", "optimizer", "value"]]
    default, lower = evidence.of_role("adam", "default"), evidence.of_role("adam", "adam_1e-4")
    return [
        Part(
            what="default Adam's rate over the best one, below 2,000 parameters",
            unit=DECADES,
            smallest=TWOFOLD,
            effects=constant_effects(tasks, above),
            apart=1.0,
            needs="no network below 2,000 parameters with a ladder of Adam's learning rates that learns",
        ),
        Part(
            what="share of trainings below 2,000 parameters that oscillate with default Adam, less that at 1e-4",
            unit=SHARE,
            smallest=ONE_IN_TEN,
            effects=contrast(tasks, default, lower, oscillates),
            apart=1.0,
            furthest=1.0,
            needs="no network below 2,000 parameters with default Adam and Adam at 1e-4",
        ),
    ]


HYPOTHESIS = Hypothesis(
    name="adam_rate_too_high",
    statement="Default Adam's rate is too high below 2,000 parameters and makes the loss oscillate.",
    measure=_measure,
    moderators=(BY_ROWS, BY_NOISE),
)
