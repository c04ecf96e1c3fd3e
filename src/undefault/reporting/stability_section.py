"""Where each default's learning rate stands among the rates that work, and how large a rate may be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.reporting.wording import MISSING, counted, is_missing, number_text, skill_text

WIDTH = 230.0  # as in the template
PADDING = 6.0
AGREES = 1.5  # factor
OFF = "The ladder of learning rates was switched off (ladder.n_rates=0), so where defaults stand is not known."


@dataclass(frozen=True)
class RateBar:
    """Positions of rates on the log axis of one optimizer, within `WIDTH`; ``None`` for what is not known."""

    low: float | None
    high: float | None
    default: float
    predicted: float | None
    observed: float | None
    decades: tuple[float, ...]


@dataclass(frozen=True)
class StabilityRow:
    """One optimizer's default on one task."""

    study: str
    optimizer: str
    stands: str
    default_rate: str
    default_rate_sort: float
    best_rate: str
    working: str
    decades: str
    default_skill: str
    best_skill: str
    predicted: str
    observed: str
    ratio: str
    bar: RateBar


@dataclass(frozen=True)
class StabilitySection:
    """The section's content; ``axes`` pairs each optimizer with the lowest and the highest rate of its axis."""

    sentences: tuple[str, ...]
    rows: tuple[StabilityRow, ...]
    axes: tuple[tuple[str, str, str], ...]


def build_stability(table: pd.DataFrame) -> StabilitySection:
    """Return the section from ``stability.csv``."""
    if table.empty:
        return StabilitySection((OFF,), (), ())
    axes = {str(name): _axis(rows) for name, rows in table.groupby("optimizer", sort=False)}
    sentences = [_stands(str(name), rows) for name, rows in table.groupby("optimizer", sort=False)]
    rows = [_row(row, axes[row["optimizer"]]) for row in table.to_dict("records")]
    shown = tuple((name, number_text(low), number_text(high)) for name, (low, high) in axes.items())
    return StabilitySection((*sentences, *_agreement(table)), tuple(rows), shown)


def _stands(optimizer: str, rows: pd.DataFrame) -> str:
    counts = rows["default_stands"].value_counts()
    places = [f"{place} on {counts[place]}" for place in ("below", "inside", "above") if place in counts]
    none = int(counts.get("no rate works", 0))
    width = rows["decades"].median()
    parts = [f"{optimizer} ({number_text(rows['default_rate'].iloc[0])}): {', '.join(places) or 'no working range'}"]
    parts[0] += f" of {counted(len(rows), 'task')}"
    if none:
        parts.append(f"no rate works on {none}")
    if not is_missing(width):
        parts.append(f"median width of the working range {width:.1f} decades")
    return "; ".join(parts) + "."


def _agreement(table: pd.DataFrame) -> list[str]:
    both = table.dropna(subset=["ratio"])
    sentences = []
    for name, rows in both.groupby("optimizer", sort=False):
        tasks, middle = counted(len(rows), "task"), f"{rows['ratio'].median():.2f}"
        agree = int(rows["ratio"].between(1 / AGREES, AGREES).sum())
        sentences.append(
            f"{name}: the observed stability limit is within a factor of {AGREES} of the one predicted from the "
            f"sharpness on {agree} of {tasks} where both exist (median ratio {middle})."
        )
    return sentences


def _axis(rows: pd.DataFrame) -> tuple[float, float]:
    names = ["default_rate", "best_rate", "working_low", "working_high", "predicted_limit", "observed_limit"]
    rates = [float(rate) for rate in rows[names].to_numpy(dtype=float).ravel() if math.isfinite(rate)]
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def _row(row: Mapping[Any, Any], axis: tuple[float, float]) -> StabilityRow:
    return StabilityRow(
        study=row["study"],
        optimizer=row["optimizer"],
        stands=row["default_stands"],
        default_rate=number_text(row["default_rate"]),
        default_rate_sort=float(row["default_rate"]),
        best_rate=number_text(row["best_rate"]),
        working=_range_text(row),
        decades=MISSING if is_missing(row["decades"]) else f"{row['decades']:.1f}",
        default_skill=skill_text(row["default_skill"]),
        best_skill=skill_text(row["best_skill"]),
        predicted=number_text(row["predicted_limit"]),
        observed=number_text(row["observed_limit"]),
        ratio=MISSING if is_missing(row["ratio"]) else f"{row['ratio']:.2f}",
        bar=_bar(row, axis),
    )


def _range_text(row: Mapping[Any, Any]) -> str:
    """Return the range; an end that is the ladder's own may lie further out."""
    if is_missing(row["working_low"]):
        return MISSING
    if row["working_low"] == row["working_high"]:
        return number_text(row["working_low"])
    low = f"{'≤ ' if row['ends_low'] == 'True' else ''}{number_text(row['working_low'])}"
    return f"{low} to {'≥ ' if row['ends_high'] == 'True' else ''}{number_text(row['working_high'])}"


def _bar(row: Mapping[Any, Any], axis: tuple[float, float]) -> RateBar:
    low, high = (math.log10(end) for end in axis)

    def at(rate: float) -> float | None:
        if is_missing(rate):
            return None
        return round(PADDING + (math.log10(rate) - low) / (high - low) * (WIDTH - 2 * PADDING), 1)

    decades = tuple(at(10.0**power) or 0.0 for power in range(round(low), round(high) + 1))
    return RateBar(
        at(row["working_low"]), at(row["working_high"]), at(row["default_rate"]) or 0.0, at(row["predicted_limit"]),
        at(row["observed_limit"]), decades,
    )  # fmt: skip
