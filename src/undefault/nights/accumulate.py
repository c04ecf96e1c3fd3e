"""One verdict from many nights, right at any number of them, though the nights share their rows.

Every night holds back another quarter of the same rows, so the errors of two nights are correlated: two random quarters
of the same rows have a quarter of them in common, and the means over them correlate by that share (Nadeau and Bengio,
Inference for the Generalization Error, 2003, whose correction reckons with the same). With errors of variance ``s^2``
and correlation ``r`` the mean of ``K`` nights has variance ``s^2 (r + (1 - r) / K)``: its information, the inverse,
grows from ``1 / s^2`` to at most ``1 / (r s^2)``. However many nights there are, half the standard error of one stays.

The covariance of the means of ``J < K`` nights is the variance of that of ``K``, so in information time ``t``, from
``r`` at the first night to 1, the means are a Brownian motion divided by time. It leaves the band ``c / t`` about the
truth, at any time up to 1, with probability at most ``4 (1 - Phi(c))`` (reflection principle; Jennison and Turnbull,
Group Sequential Methods, 2000; the boundary is that of O'Brien and Fleming, watched without a pause). So the interval
may be looked at after every night.
"""

import numpy as np
import pandas as pd
from scipy.stats import norm

from undefault.records import FloatArray

SHARED_ROWS = 0.25  # of one night's test rows with another's, on average: the test part's share of all rows


def accumulate(evidence: pd.DataFrame, *, margin: float, alpha: float) -> pd.DataFrame:
    """Return a row a task and optimizer: regret over all nights, interval at any number of them, and verdict."""
    rows = [
        {"study": study, "optimizer": optimizer, **_combined(nights.sort_values("night"), margin, alpha)}
        for (study, optimizer), nights in evidence.groupby(["study", "optimizer"], sort=False)
    ]
    return pd.DataFrame(rows, columns=["study", "optimizer", "n_nights", "regret", "low", "high", "verdict"])


def half_widths(regrets: FloatArray, standard_errors: FloatArray, *, alpha: float) -> FloatArray:
    """Return half the width of the interval after each night ``(n_nights,)``.

    The variance of a night's error is the mean of what the nights claim, or what they show between them where that is
    more.
    """
    n = np.arange(1, len(regrets) + 1)
    claimed = np.cumsum(standard_errors**2) / n
    means = np.cumsum(regrets) / n
    between = np.maximum(np.cumsum(regrets**2) / n - means**2, 0) * n / np.maximum(n - 1, 1)
    spread = np.sqrt(np.maximum(claimed, np.where(n > 1, between / (1 - SHARED_ROWS), 0)))
    time = SHARED_ROWS / (SHARED_ROWS + (1 - SHARED_ROWS) / n)
    widths: FloatArray = norm.ppf(1 - alpha / 4) * np.sqrt(SHARED_ROWS) * spread / time
    return widths


def _combined(nights: pd.DataFrame, margin: float, alpha: float) -> dict[str, object]:
    regrets, errors = (nights[name].to_numpy(dtype=float) for name in ("regret", "standard_error"))
    mean, half = float(regrets.mean()), float(half_widths(regrets, errors, alpha=alpha)[-1])
    low, high = mean - half, mean + half
    verdict = "fails" if low > margin else "holds" if high < margin else "undecided"
    return {"n_nights": len(nights), "regret": mean, "low": low, "high": high, "verdict": verdict}
