"""Learning curves of each default and tuned setting, averaged over seeds and thinned for drawing."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from undefault.reporting.tables import SweepTables

PHASES = ("search", "select", "confirm")
POINT_BUDGET = 60_000
MOST_POINTS = 100
FEWEST_POINTS = 12

Curve = dict[str, Any]


def build_curves(tables: SweepTables) -> dict[str, dict[str, dict[str, Curve | None]]]:
    """Return ``{study: {optimizer: {"default": curve, "tuned": curve}}}`` as plain data for the drawing script.

    A curve holds ``epochs`` (1-based), the mean ``valid`` loss over the seeds whose loss is finite at that epoch, its
    ``low`` and ``high`` over those seeds, the mean ``train`` loss, the median restored epoch, and how many of the seeds
    diverged; ``None`` where no curve was kept. Curves come from the last phase a trial reached.
    """
    curves = _average_curves(tables)
    n_points = points_per_curve(len(curves))
    pairs: dict[str, dict[str, dict[str, Curve | None]]] = {}
    for row in tables.verdicts.to_dict("records"):
        drawn = {
            role: thin_curve(curves[key], n_points) if key in curves else None
            for role, key in (("default", _trial_key(row, "default_trial")), ("tuned", _trial_key(row, "tuned_trial")))
        }
        pairs.setdefault(row["study"], {})[row["optimizer"]] = drawn
    return pairs


def points_per_curve(n_curves: int) -> int:
    """Return how many epochs to draw a curve, so that all of them together keep the file small."""
    return min(MOST_POINTS, max(FEWEST_POINTS, POINT_BUDGET // max(n_curves, 1)))


def thin_curve(curve: Curve, n_points: int) -> Curve:
    """Return the curve at about ``n_points`` evenly spread epochs, first and last among them."""
    n_epochs = len(curve["epochs"])
    if n_epochs <= n_points:
        return curve
    kept = np.unique(np.linspace(0, n_epochs - 1, n_points).round().astype(int))
    return {name: [value[i] for i in kept] if isinstance(value, list) else value for name, value in curve.items()}


def _trial_key(row: Mapping[Any, Any], column: str) -> tuple[str, int] | None:
    trial = float(row[column])
    return None if math.isnan(trial) else (str(row["study"]), int(trial))


def _average_curves(tables: SweepTables) -> dict[tuple[str, int] | None, Curve]:
    wanted = _wanted_trials(tables.verdicts)
    epochs = _last_phase(tables.curves.merge(wanted, on=["study", "trial"]))
    trainings = _last_phase(tables.trainings.merge(wanted, on=["study", "trial"]))
    about = dict(iter(trainings.groupby(["study", "trial"])))
    return {
        _key(pair): _average(rows, about.get(pair, trainings.iloc[:0]))
        for pair, rows in epochs.groupby(["study", "trial"])
    }


def _key(pair: Any) -> tuple[str, int]:
    study, trial = pair
    return str(study), int(trial)


def _wanted_trials(verdicts: pd.DataFrame) -> pd.DataFrame:
    pairs = [
        verdicts[["study", column]].rename(columns={column: "trial"}) for column in ("default_trial", "tuned_trial")
    ]
    return pd.concat(pairs).dropna().drop_duplicates().astype({"trial": "int64"})


def _last_phase(rows: pd.DataFrame) -> pd.DataFrame:
    rank = rows["phase"].map({phase: rank for rank, phase in enumerate(PHASES)})
    last = rank.groupby([rows["study"], rows["trial"]]).transform("max")
    return rows[rank == last]


def _average(rows: pd.DataFrame, trainings: pd.DataFrame) -> Curve:
    """Average one trial's rows ``(n_seeds * n_epochs)`` over seeds; non-finite losses are left out and counted."""
    finite = rows.replace([np.inf, -np.inf], np.nan)
    by_epoch = finite.groupby("epoch")
    valid = by_epoch["valid_loss"].agg(["mean", "min", "max"])
    restored = trainings["restored_epoch"].dropna()
    constant = trainings["constant_valid_loss"].dropna()
    return {
        "phase": str(rows["phase"].iloc[0]),
        "n_seeds": int(rows["seed"].nunique()),
        "n_diverged": int(finite["valid_loss"].isna().groupby(finite["seed"]).any().sum()),
        "restored": None if restored.empty else round(float(restored.median()), 1),
        "constant": None if constant.empty else _short(float(constant.mean())),
        "epochs": [int(epoch) for epoch in valid.index],
        "valid": _short_list(valid["mean"]),
        "low": _short_list(valid["min"]),
        "high": _short_list(valid["max"]),
        "train": _short_list(by_epoch["train_loss"].mean()),
    }


def _short(value: float) -> float | None:
    """Keep four significant digits, enough for a drawing; a missing number becomes ``None``."""
    return float(f"{value:.4g}") if math.isfinite(value) else None


def _short_list(values: pd.Series) -> list[float | None]:
    return [_short(float(value)) for value in values]
