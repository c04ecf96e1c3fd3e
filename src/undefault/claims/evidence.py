"""What claims are tested on: the tables of a sweep, and the effects read off them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from undefault.questions import LADDERS, best_rates, ladders_of, theil_sen

TASK_COLUMNS = ["study", "source", "dataset", "network", "n_parameters", "n_train", "label_noise"]
EFFECT_COLUMNS = [*TASK_COLUMNS, "optimizer", "mean", "variance", "n_seeds"]
Quantity = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Evidence:
    """The tables of one sweep; ``margin`` is the smallest difference in skill that matters to its verdicts.

    ``tasks`` has `TASK_COLUMNS`, a row a task. ``shapes`` has a row a role, optimizer and seed of the confirm phase
    (``study, role, optimizer, seed`` and the measures of `tables.shapes`); ``rates`` is ``rates.parquet``.
    """

    tasks: pd.DataFrame
    shapes: pd.DataFrame
    rates: pd.DataFrame
    margin: float

    def of_role(self, optimizer: str, role: str) -> pd.DataFrame:
        """Return the shapes of one optimizer's default, tuned setting or remedy."""
        return self.shapes[(self.shapes["optimizer"] == optimizer) & (self.shapes["role"] == role)]

    def best_rates(self) -> pd.DataFrame:
        """Return `best_rates` of every task and optimizer."""
        return best_rates(self.rates, margin=self.margin)


def summarize(tasks: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Return effects from ``values`` ``(study, optimizer, value)``, a row a seed, for the studies in ``tasks``.

    The variance is that of the mean over seeds, NaN for one seed.
    """
    if values.empty:
        return pd.DataFrame(columns=EFFECT_COLUMNS)
    groups = values.groupby(["study", "optimizer"], sort=False)["value"]
    means = groups.agg(mean="mean", spread="var", n_seeds="count").reset_index()
    means["variance"] = means["spread"] / means["n_seeds"]
    return tasks[TASK_COLUMNS].merge(means, on="study")[EFFECT_COLUMNS]


def contrast(tasks: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame, quantity: Quantity) -> pd.DataFrame:
    """Return the effects of ``first`` less ``second``, which are shapes, paired by study and seed.

    Rows bear the optimizer of ``first``.
    """
    pairs = first.merge(second, on=["study", "seed"], suffixes=("", "_second"))
    others = pairs.filter(regex="_second$").rename(columns=lambda name: name.removesuffix("_second"))
    values = pairs[["study", "optimizer"]].assign(value=quantity(pairs).astype(float) - quantity(others).astype(float))
    return summarize(tasks, values)


def constant_effects(tasks: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Return effects from ``values`` ``(study, optimizer, value)``, a row a task: seeds do not measure their spread."""
    known = values.dropna(subset=["value"])
    rows = tasks[TASK_COLUMNS].merge(known, on="study").rename(columns={"value": "mean"})
    return rows.assign(variance=np.nan, n_seeds=1)[EFFECT_COLUMNS]


def slopes(tasks: pd.DataFrame, values: pd.DataFrame, ladder: str) -> pd.DataFrame:
    """Return effects from ``values`` ``(study, optimizer, value)``: the Theil-Sen slope of every ladder of that name.

    A row bears what its ladder's lowest rung has; seeds do not measure the spread of slopes.
    """
    kind = next(one for one in LADDERS if one.name == ladder)
    placed = tasks[TASK_COLUMNS].merge(values.dropna(subset=["value"]), on="study")
    rows = [
        own.iloc[0].to_dict() | {"mean": theil_sen(kind.scale(own[kind.column]), own["value"].to_numpy(dtype=float))}
        for _, of_optimizer in placed.groupby("optimizer", sort=False)
        for own in ladders_of(of_optimizer, kind)
    ]
    return pd.DataFrame(rows, columns=[*EFFECT_COLUMNS]).assign(variance=np.nan, n_seeds=1)
