"""Claim: larger networks want smaller rates and simpler ones larger."""

import numpy as np

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, slopes
from undefault.claims.moderators import BY_OPTIMIZER
from undefault.claims.quantities import DECADES

SMALLEST_SLOPE = 0.1  # over the four decades of a ladder the rate must fall by a factor of 2.5


def _measure(evidence: Evidence) -> list[Part]:
    best = evidence.best_rates()
    logs = best[["study", "optimizer"]].assign(value=-np.log10(best["best_rate"]))
    return [
        Part(
            what="fall of the best rate for every tenfold number of parameters",
            unit=DECADES,
            smallest=SMALLEST_SLOPE,
            effects=slopes(evidence.tasks, logs, "parameters"),
            apart=1.0,
            needs="no ladder of four networks or more on the same data with ladders of learning rates",
        )
    ]


HYPOTHESIS = Hypothesis(
    name="larger_want_smaller_rates",
    statement="Larger networks want smaller rates, and simpler ones larger.",
    measure=_measure,
    moderators=(BY_OPTIMIZER,),
)
