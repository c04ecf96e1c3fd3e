"""Regret over tasks and optimizers as a grid of tinted cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.reporting.wording import MISSING, counted, interval_text, is_missing, percent_text, signed_text

LEGEND_STEPS = (-0.25, 0.0, 0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class MapCell:
    """One pair of task and optimizer.

    ``strength`` is how deep the tint is, 0 to 100; ``side`` tells which way: ``worse`` where the default loses,
    ``better`` where it beats the tuned setting.
    """

    study: str
    optimizer: str
    text: str
    side: str
    strength: int
    verdict: str
    detail: str


@dataclass(frozen=True)
class RegretMap:
    """The grid: ``rows`` pairs each study with its cells in the order of ``optimizers``; ``None`` where not run."""

    optimizers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MapCell | None, ...]], ...]
    legend: tuple[tuple[str, str, int], ...]


def tint(regret: float) -> tuple[str, int]:
    """Return the side and the strength (0 to 100) of a regret's tint; the square root lifts small regrets into view.

    >>> tint(0.25), tint(-1.0), tint(0.0)
    (('worse', 50), ('better', 100), ('worse', 0))
    """
    strength = 0 if is_missing(regret) else round(100 * min(1.0, abs(regret)) ** 0.5)
    return ("better" if regret < 0 else "worse"), strength


def build_regret_map(
    verdicts: pd.DataFrame, *, studies: Sequence[str], optimizers: Sequence[str], alpha: float
) -> RegretMap:
    """Return the grid with rows in the order of ``studies`` and columns in the order of ``optimizers``."""
    cells = {(row["study"], row["optimizer"]): _cell(row, alpha) for row in verdicts.to_dict("records")}
    rows = tuple((study, tuple(cells.get((study, optimizer)) for optimizer in optimizers)) for study in studies)
    legend = tuple((signed_text(step) if step else "0", *tint(step)) for step in LEGEND_STEPS)
    return RegretMap(optimizers=tuple(optimizers), rows=rows, legend=legend)


def _cell(row: Mapping[Any, Any], alpha: float) -> MapCell:
    regret = float(row["regret"])
    side, strength = tint(regret)
    return MapCell(
        study=row["study"],
        optimizer=row["optimizer"],
        text=MISSING if is_missing(regret) else signed_text(regret),
        side=side,
        strength=strength,
        verdict=row["family_verdict"],
        detail=_detail(row, alpha),
    )


def _detail(row: Mapping[Any, Any], alpha: float) -> str:
    regret, low, high = (float(row[name]) for name in ("regret", "regret_low", "regret_high"))
    lines = [
        f"{row['study']}, {row['optimizer']}: {row['family_verdict']}",
        f"regret {signed_text(regret)}, {percent_text(1 - alpha)} interval {interval_text(low, high)}",
        f"tuned: {row['tuned_setting']}" if row["tuned_setting"] else "",
        "" if is_missing(row["n_seeds"]) else counted(int(row["n_seeds"]), "seed"),
        f"why: {row['failure_modes']}" if row["failure_modes"] else "",
    ]
    return "\n".join(line for line in lines if line)
