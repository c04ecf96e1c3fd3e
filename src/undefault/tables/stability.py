"""``stability.csv``: a row a task and optimizer: its default among the rates that work, and how large a rate may be."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.stability.working import mean_skills, working_range
from undefault.trials import StabilityLimit, TaskResult

COLUMNS = [
    "study", "optimizer", "default_rate", "default_stands", "default_skill", "best_rate", "best_skill", "working_low",
    "working_high", "decades", "ends_low", "ends_high", "n_seeds", "initial_sharpness", "sharpness",
    "limit_times_sharpness", "predicted_limit", "observed_limit", "observed_low", "observed_high", "ratio",
]  # fmt: skip
NO_RANGE = "no rate works"


def stability_table(rates: pd.DataFrame, results: Sequence[TaskResult], *, margin: float) -> pd.DataFrame:
    """Return the table, from ``rates.parquet`` and the measured limits; empty where no ladder was climbed.

    The working range is by the mean test skill. ``ends_low`` and ``ends_high`` say that it reaches an end of the
    ladder and may go on. What concerns the limit is missing where it was not measured or none is known; it is that of
    training on all rows at once, see `undefault.stability.limits`. ``ratio`` is observed over predicted.
    """
    limits = {(result.problem.task.name, limit.optimizer): limit for result in results for limit in result.limits}
    rows = []
    for key, ladder in rates.groupby(["study", "optimizer"], sort=False):
        study, optimizer = (str(part) for part in key)
        found = {**_range(ladder, margin), **_limit(limits.get((study, optimizer)))}
        rows.append({"study": study, "optimizer": optimizer, **found})
    return pd.DataFrame(rows, columns=COLUMNS)


def _range(ladder: pd.DataFrame, margin: float) -> Mapping[str, Any]:
    rungs = mean_skills(ladder)
    default = rungs[rungs["is_default"]].iloc[0]
    found = working_range(rungs["learning_rate"].to_numpy(), rungs["test_skill"].to_numpy(), margin=margin)
    own = {
        "default_rate": default["learning_rate"],
        "default_skill": default["test_skill"],
        "best_skill": rungs["test_skill"].max(),
        "n_seeds": ladder["seed"].nunique(),
    }
    if found is None:
        return {**own, "default_stands": NO_RANGE}
    return {
        **own,
        "default_stands": found.place(default["learning_rate"]),
        "best_rate": found.best,
        "working_low": found.low,
        "working_high": found.high,
        "decades": found.decades,
        "ends_low": found.ends_low,
        "ends_high": found.ends_high,
    }


def _limit(limit: StabilityLimit | None) -> Mapping[str, Any]:
    if limit is None:
        return {}
    predicted = limit.predicted if np.isfinite(limit.predicted) else np.nan
    return {
        "initial_sharpness": limit.initial_sharpness,
        "sharpness": limit.sharpness,
        "limit_times_sharpness": limit.factor,
        "predicted_limit": predicted,
        "observed_limit": limit.observed.limit,
        "observed_low": limit.observed.low,
        "observed_high": limit.observed.high,
        "ratio": limit.observed.limit / predicted,
    }
