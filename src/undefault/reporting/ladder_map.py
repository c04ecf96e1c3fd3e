"""Phase diagrams of a ladder: regret by rung and optimizer, and skill by rung and learning rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.reporting.regret_map import tint
from undefault.reporting.wording import MISSING, is_missing, number_text, signed_text, skill_text


@dataclass(frozen=True)
class RungCell:
    """Regret on one rung of one optimizer with its verdicts, corrected for the sweep, and its best rate."""

    text: str
    side: str
    strength: int
    fails: int
    holds: int
    undecided: int
    best_rate: str


@dataclass(frozen=True)
class RateCell:
    """Skill at one learning rate; ``strength`` is the tint's depth. ``is_best`` marks the best of its row."""

    text: str
    side: str
    strength: int
    is_default: bool
    is_best: bool


@dataclass(frozen=True)
class RateMap:
    """Skill of one optimizer: a row a rung, a column a learning rate, ``None`` where none was tried."""

    optimizer: str
    rates: tuple[str, ...]
    rows: tuple[tuple[str, tuple[RateCell | None, ...]], ...]


@dataclass(frozen=True)
class LadderMap:
    """Regret by rung (rows) and optimizer (columns), ``None`` where not run."""

    optimizers: tuple[str, ...]
    rows: tuple[tuple[str, tuple[RungCell | None, ...]], ...]


def build_ladder_map(ladder: str, rungs: pd.DataFrame) -> LadderMap:
    """Return the map of the ladder whose rows ``rungs`` are, lowest rung first."""
    optimizers = tuple(dict.fromkeys(rungs["optimizer"]))
    rows = []
    for rung, own in rungs.groupby("rung", sort=False):
        cells = {str(row["optimizer"]): _rung_cell(row) for row in own.to_dict("records")}
        rows.append((rung_text(ladder, str(rung), own["place"].iloc[0]), tuple(map(cells.get, optimizers))))
    return LadderMap(optimizers, tuple(rows))


def build_rate_maps(ladder: str, skills: pd.DataFrame) -> tuple[RateMap, ...]:
    """Return a map an optimizer of the ladder whose rows ``skills`` are."""
    return tuple(_rate_map(ladder, str(name), own) for name, own in skills.groupby("optimizer", sort=False))


def rung_text(ladder: str, rung: str, place: float) -> str:
    """Return a rung's name with its place.

    >>> rung_text("parameters", "mlp_16", 1234.0), rung_text("rows", "20", 20.0)
    ('mlp_16 (1,234)', '20')
    """
    at = number_text(round(place, 2))
    return f"{rung} ({at})" if ladder == "parameters" else at


def _rung_cell(row: Mapping[Any, Any]) -> RungCell:
    side, strength = tint(row["regret"])
    return RungCell(
        text=signed_text(row["regret"]),
        side=side,
        strength=strength,
        fails=int(row["fails"]),
        holds=int(row["holds"]),
        undecided=int(row["undecided"]),
        best_rate=MISSING if is_missing(row["best_rate"]) else f"{row['best_rate']:.2g}",
    )


def _rate_map(ladder: str, optimizer: str, skills: pd.DataFrame) -> RateMap:
    rates = sorted(skills["learning_rate"].unique())
    rows = []
    for rung, own in skills.groupby("rung", sort=False):
        cells = {row["learning_rate"]: _rate_cell(row, own["skill"].max()) for row in own.to_dict("records")}
        rows.append((rung_text(ladder, str(rung), own["place"].iloc[0]), tuple(map(cells.get, rates))))
    return RateMap(optimizer, tuple(f"{rate:.2g}" for rate in rates), tuple(rows))


def _rate_cell(row: Mapping[Any, Any], best: float) -> RateCell:
    skill = float(row["skill"])
    return RateCell(
        text=skill_text(skill),
        side="better" if skill >= 0 else "worse",
        strength=round(100 * min(abs(skill), 1.0)),
        is_default=row["is_default"] == "True",
        is_best=skill == best,
    )
