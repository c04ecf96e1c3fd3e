"""The tables of learning rates, patience and budgets of a synthetic sweep, invented from its verdicts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from undefault.tables import best_patience_table
from undefault.tables.stability import COLUMNS

PLACES = ("below", "inside", "above", "no rate works")


def write_rate_tables(folder: Path, verdicts: Sequence[dict[str, Any]], *, n_epochs: int) -> None:
    """Write the tables into ``folder``."""
    stability = [_stability(verdict, PLACES[i % len(PLACES)]) for i, verdict in enumerate(verdicts)]
    pd.DataFrame(stability, columns=COLUMNS).to_csv(folder / "stability.csv", index=False)
    patience = pd.concat([_patience(v, n_epochs, restores=r) for v in verdicts for r in (False, True)])
    patience.to_parquet(folder / "patience.parquet", index=False)
    best_patience_table(patience).to_csv(folder / "patience.csv", index=False)
    budgets = pd.concat([_curve(v, np.arange(1, n_epochs + 1), "epochs") for v in verdicts])
    budgets.to_parquet(folder / "budgets.parquet", index=False)


def _stability(verdict: dict[str, Any], place: str) -> dict[str, Any]:
    shared = {"study": verdict["study"], "optimizer": verdict["optimizer"], "default_stands": place}
    measured = {"default_rate": 0.001, "default_skill": verdict["default_skill"], "best_skill": verdict["tuned_skill"]}
    if place == "no rate works":
        return {**shared, **measured, "n_seeds": 3}
    low = 0.001 * {"below": 10, "inside": 0.1, "above": 0.01}[place]
    found = {"working_low": low, "working_high": 20 * low, "decades": np.log10(20), "best_rate": 3 * low}
    limit = {"predicted_limit": 40 * low, "observed_limit": 50 * low, "ratio": 1.25} if place == "below" else {}
    return {**shared, **measured, **found, **limit, "ends_low": False, "ends_high": place == "above", "n_seeds": 3}


def _patience(verdict: dict[str, Any], n_epochs: int, *, restores: bool) -> pd.DataFrame:
    frame = _curve(verdict, np.arange(n_epochs + 1), "patience")
    return frame.assign(restores=restores, epochs=frame["patience"].clip(lower=2), may_be_best=frame["patience"] > 1)


def _curve(verdict: dict[str, Any], places: Any, name: str) -> pd.DataFrame:
    regret = 0.4 * (1 - places / places[-1])
    shared = {"study": verdict["study"], "optimizer": verdict["optimizer"], "n_seeds": verdict["n_seeds"]}
    spread = {"regret_low": regret - 0.01, "regret_high": regret + 0.01}
    return pd.DataFrame({**shared, name: places, "skill": 0.8 - regret, "regret": regret, **spread})
