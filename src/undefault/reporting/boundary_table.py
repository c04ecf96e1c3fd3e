"""Tuned settings on the boundary of what was searched, and the ranges that were widened for that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.reporting.wording import counted, number_text


@dataclass(frozen=True)
class BoundaryRow:
    """One hyperparameter of a tuned setting as printed."""

    study: str
    optimizer: str
    hyperparameter: str
    value: str
    searched: str
    side: str


@dataclass(frozen=True)
class WideningRow:
    """One widened range as printed."""

    study: str
    optimizer: str
    hyperparameter: str
    searched: str
    side: str


def build_boundary_rows(boundaries: pd.DataFrame) -> tuple[BoundaryRow, ...]:
    """Return the rows in the file's order."""
    return tuple(
        BoundaryRow(
            row["study"],
            row["optimizer"],
            row["hyperparameter"],
            number_text(row["value"]),
            _range_text(row["low"], row["high"]),
            row["side"],
        )
        for row in boundaries.to_dict("records")
    )


def build_widening_rows(sweep: Mapping[str, Any]) -> tuple[WideningRow, ...]:
    """Return what was widened, task by task in the order in which it happened."""
    return tuple(
        WideningRow(
            task["study"],
            entry["optimizer"],
            entry["hyperparameter"],
            _range_text(entry["low"], entry["high"]),
            entry["side"],
        )
        for task in sweep["tasks"]
        for entry in task["widened"]
    )


def describe_boundaries(boundaries: pd.DataFrame, sweep: Mapping[str, Any], n_verdicts: int) -> str:
    """Return in one sentence or two how many tuned settings lie on a boundary, and what was widened."""
    n_settings = len(boundaries.drop_duplicates(["study", "optimizer"]))
    n_widened = sum(len(task["widened"]) for task in sweep["tasks"])
    widened = f" {counted(n_widened, 'range')} had been widened before." if n_widened else ""
    if not n_settings:
        return f"None of the {counted(n_verdicts, 'tuned setting')} lies on the boundary of its ranges.{widened}"
    lie = "lies" if n_settings == 1 else "lie"
    return (
        f"{n_settings} of {counted(n_verdicts, 'tuned setting')} {lie} on the boundary of what was searched: a better "
        f"one may lie beyond, and the regret be larger.{widened}"
    )


def _range_text(low: float, high: float) -> str:
    return f"{number_text(low)} to {number_text(high)}"
