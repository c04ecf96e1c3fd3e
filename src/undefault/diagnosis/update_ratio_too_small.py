"""Update ratio too small: steps that hardly change the weights."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import middle, most
from undefault.diagnosis.finding import Finding, beyond

NAME = "update ratio too small"
SMALL = 1e-3  # of the weights' norm, a step: a thousand steps just replace them; what is called usual is not too small
SHARE_OF_TUNED = 1 / 30


def update_ratio_too_small(case: Case) -> Finding:
    """Fire where the typical step of most seeds is `SMALL`, below `SHARE_OF_TUNED` of the tuned, and it is behind."""
    own, reference = (_typical(scored.training.update_ratio) for scored in (case.default, case.tuned))
    limit = np.minimum(SMALL, SHARE_OF_TUNED * reference)
    evidence = f"a typical step changes {middle(own):.1e} of the weights' norm, {middle(reference):.1e} with tuning"
    fires = most(own < limit) and case.is_behind
    times = np.divide(limit, own, out=np.full(len(own), np.inf), where=own > 0)
    return Finding.when(NAME, fires, evidence, severity=beyond(middle(times), 1.0))


def _typical(ratio: np.ndarray) -> np.ndarray:
    """Return the median over the epochs, ``(n_seeds,)``."""
    return np.median(np.where(np.isfinite(ratio), ratio, np.inf), axis=1).astype(float)
