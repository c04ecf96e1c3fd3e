"""``interventions.csv``: a row a failing default and thing changed about it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.interventions import FEATURE_SCALING, TARGET_SCALING, Arm, Proof, value_text
from undefault.trials import TaskResult
from undefault.verdicts.interval import two_way_interval

COLUMNS = [
    "study",
    "dataset",
    "network",
    "optimizer",
    "intervention",
    "n_changes",
    "value",
    "is_applicable",
    "share_won_back",
    "share_low",
    "share_high",
    "share_error",
    "cure",
    "gain",
    "gain_low",
    "gain_high",
    "n_seeds",
]


def interventions_table(results: Sequence[TaskResult], *, alpha: float) -> pd.DataFrame:
    """Return the table; intervals are at ``1 - alpha`` for the number of seeds, which is fixed beforehand.

    ``share_won_back`` is of the regret on the same seeds, ``gain`` is in units of skill. Scaling has a row without
    numbers where it would change nothing.
    """
    rows = [row for result in results for proof in result.proofs for row in _rows(result, proof, alpha)]
    return pd.DataFrame(rows, columns=COLUMNS)


def task_columns(result: TaskResult, proof: Proof) -> dict[str, Any]:
    """Return which default a row is about."""
    task = result.problem.task
    return {
        "study": task.name,
        "dataset": task.dataset.name,
        "network": task.network.name,
        "optimizer": proof.failure.default.optimizer,
    }


def _rows(result: TaskResult, proof: Proof, alpha: float) -> Iterator[dict[str, Any]]:
    known = task_columns(result, proof)
    for arm in proof.arms:
        yield {**known, **_measured(arm, proof, alpha)}
    tried = {name for arm in proof.arms for name in arm.change.names}
    for name in (FEATURE_SCALING, TARGET_SCALING):
        if name not in tried:
            value = value_text(proof.failure.whole, name)
            yield {**known, "intervention": name, "n_changes": 1, "value": value, "is_applicable": False}


def _measured(arm: Arm, proof: Proof, alpha: float) -> dict[str, Any]:
    names, share = arm.change.names, arm.share
    gain = two_way_interval(arm.scored.row_skill - proof.failure.default_scored.row_skill, alpha=alpha)
    return {
        "intervention": ";".join(names),
        "n_changes": len(names),
        "value": "; ".join(value_text(arm.change, name) for name in names),
        "is_applicable": True,
        "share_won_back": share.mean,
        "share_low": share.low,
        "share_high": share.high,
        "share_error": share.standard_error,
        "cure": "" if np.isnan(share.mean) else share.cure.value,
        "gain": gain.mean,
        "gain_low": gain.low,
        "gain_high": gain.high,
        "n_seeds": gain.n_seeds,
    }
