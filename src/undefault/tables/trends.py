"""``trends.csv``: a row a ladder, optimizer and quantity, by how it moves along the ladder."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from undefault.questions import LADDERS, Ladder, Trend, levels, trends
from undefault.questions.levels import Levels

TWOFOLD = float(np.log10(2))
COLUMNS = [
    "ladder", "quantity", "optimizer", "direction", "slope", "slope_low", "slope_high", "per", "change", "change_low",
    "change_high", "smallest", "first", "last", "border", "small", "small_low", "small_high", "large", "large_low",
    "large_high", "difference", "difference_low", "difference_high", "n_sources", "n_ladders", "n_rungs",
]  # fmt: skip


def trends_table(
    tasks: pd.DataFrame, verdicts: pd.DataFrame, best: pd.DataFrame, *, margin: float, alpha: float
) -> pd.DataFrame:
    """Return the table; empty where no tasks differ by four rungs of parameters, rows or noise alone.

    ``regret`` is that of the verdicts, ``rate_regret`` what the default rate alone loses, both in units of skill.
    ``rate_ratio`` is the decadic logarithm of the best learning rate over the default: above 0 the default is too
    small. ``change`` is over the whole ladder; its smallest size of interest is ``margin``, and a factor of two of the
    rate. ``small`` and ``large`` are the levels below and from ``border`` on. All intervals of one ladder and quantity
    hold together at ``1 - alpha``: the optimizers share it (Bonferroni).
    """
    ratios = best.assign(rate_ratio=np.log10(best["best_rate"] / best["default_rate"]))
    sources = {"regret": (verdicts, margin), "rate_regret": (best, margin), "rate_ratio": (ratios, TWOFOLD)}
    rows = [
        row
        for ladder in LADDERS
        for quantity, (values, smallest) in sources.items()
        for row in _rows(tasks, values, ladder, quantity, smallest=smallest, alpha=alpha)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(  # a quantity of a ladder, its smallest change and its error rate
    tasks: pd.DataFrame, values: pd.DataFrame, ladder: Ladder, quantity: str, *, smallest: float, alpha: float
) -> Iterator[dict[str, Any]]:
    share = alpha / max(values["optimizer"].nunique(), 1)
    sides = {level.optimizer: level for level in levels(tasks, values, ladder, quantity, alpha=share)}
    for trend in trends(tasks, values, ladder, quantity, alpha=share):
        shared = {"ladder": ladder.name, "quantity": quantity, "per": ladder.unit, "smallest": smallest}
        yield {**shared, **_moving(trend, smallest), **_standing(sides.get(trend.optimizer))}


def _moving(trend: Trend, smallest: float) -> dict[str, Any]:
    return {
        "optimizer": trend.optimizer,
        "direction": trend.direction(smallest).value,
        "slope": trend.slope.mean,
        "slope_low": trend.slope.low,
        "slope_high": trend.slope.high,
        "change": trend.change.mean,
        "change_low": trend.change.low,
        "change_high": trend.change.high,
        "first": trend.first,
        "last": trend.last,
        "n_sources": trend.slope.n_units,
        "n_ladders": trend.n_ladders,
        "n_rungs": trend.n_rungs,
    }


def _standing(level: Levels | None) -> dict[str, Any]:
    if level is None:
        return {}
    named = {"small": level.small, "large": level.large, "difference": level.difference}
    bounds = {
        f"{name}{suffix}": value
        for name, one in named.items()
        for suffix, value in (("", one.mean), ("_low", one.low), ("_high", one.high))
    }
    return {"border": level.border, **bounds}
