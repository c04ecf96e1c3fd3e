"""Claim: noisy data wants a smaller rate, and clean data tolerates a larger one."""

import numpy as np

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, slopes
from undefault.claims.moderators import BY_OPTIMIZER, BY_ROWS
from undefault.claims.quantities import DECADES

SMALLEST_SLOPE = 0.1  # a tenth of noise must lower the rate by a quarter
NEEDS = "no ladder of four noise levels or more on the same data with ladders of learning rates"


def _measure(evidence: Evidence) -> list[Part]:
    best = evidence.best_rates()
    parts = {"the best rate": "best_rate", "the largest rate within the margin of the best": "largest_rate"}
    return [
        Part(
            what=f"fall of {what} for every tenth of label noise",
            unit=DECADES,
            smallest=SMALLEST_SLOPE,
            effects=slopes(evidence.tasks, best[["study", "optimizer"]].assign(value=-np.log10(best[column])), "noise"),
            apart=1.0,
            needs=NEEDS,
        )
        for what, column in parts.items()
    ]


HYPOTHESIS = Hypothesis(
    name="noise_wants_smaller_rate",
    statement="Noisy data wants a smaller rate, and clean data tolerates a larger one.",
    measure=_measure,
    moderators=(BY_OPTIMIZER, BY_ROWS),
)
