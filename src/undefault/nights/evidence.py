"""What one night adds to the evidence: a regret with its standard error for each task and optimizer."""

import pandas as pd
from scipy.stats import norm

EVIDENCE_COLUMNS = ("night", "study", "optimizer", "regret", "standard_error", "verdict", "failure_modes", "n_seeds")


def evidence_of(night: int, verdicts: pd.DataFrame, *, alpha: float) -> pd.DataFrame:
    """Return a row a verdict of ``verdicts.csv``.

    The standard error is that of a normal whose two-sided interval of level ``1 - alpha`` is as wide as the wider half
    of the night's own, which already reckons with looking repeatedly, and so errs upwards.
    """
    width = pd.concat(
        [verdicts["regret_high"] - verdicts["regret"], verdicts["regret"] - verdicts["regret_low"]], axis="columns"
    ).max(axis="columns")
    kept = verdicts[["study", "optimizer", "regret", "verdict", "n_seeds"]].assign(
        night=night,
        standard_error=width / norm.ppf(1 - alpha / 2),
        failure_modes=[modes if isinstance(modes, str) else "" for modes in verdicts["failure_modes"]],
    )
    return kept[list(EVIDENCE_COLUMNS)].reset_index(drop=True)
