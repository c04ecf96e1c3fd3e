"""Update ratio too large: a step changes the weights by a large part of what they are."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import middle, most
from undefault.diagnosis.finding import Finding, beyond

NAME = "update ratio too large"
LARGE = 0.3  # of the weights' norm, a step: three steps can replace them; about 0.001 is usual
TIMES_TUNED = 2.0


def update_ratio_too_large(case: Case) -> Finding:
    """Fire where the first epoch's steps are `LARGE` in most seeds, and the default is behind.

    They must be beyond `TIMES_TUNED` those of the calmer of both references.
    The first epoch is read because weights blown up by large steps make later steps look small beside them.
    """
    own, *others = (_first(scored.training.update_ratio) for scored in (case.default, case.tuned, case.best))
    reference = np.minimum(*others)
    limit = np.maximum(LARGE, TIMES_TUNED * reference)
    evidence = f"a first step changes {middle(own):.2g} of the weights' norm, {middle(reference):.2g} with tuning"
    fires = most(own > limit) and case.is_behind
    return Finding.when(NAME, fires, evidence, severity=beyond(middle(own / limit), 1.0))


def _first(ratio: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(ratio[:, 0]), ratio[:, 0], np.inf).astype(float)
