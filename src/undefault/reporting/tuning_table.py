"""What tuning wins: of every optimizer as measured, of every hyperparameter alone as estimated."""

from dataclasses import dataclass

import pandas as pd

from undefault.reporting.interval_bar import IntervalBar, draw_bar, shared_axis
from undefault.reporting.regret_map import tint
from undefault.reporting.wording import MISSING, interval_text, is_missing, percent_text, signed_text, skill_text

INTERVAL = ("tunability_low", "tunability", "tunability_high")


@dataclass(frozen=True)
class TunabilityRow:
    """One optimizer as printed."""

    optimizer: str
    tunability: str
    tunability_sort: float
    interval: str
    bar: IntervalBar | None
    median_regret: str
    largest_regret: str
    n_tasks: int


@dataclass(frozen=True)
class TuningCell:
    """One hyperparameter of one optimizer; ``strength`` is the tint's depth, 0 where the surrogate knows nothing."""

    gain: str
    importance: str
    strength: int


@dataclass(frozen=True)
class TuningMap:
    """Gains by optimizer and hyperparameter; each row is the optimizer, its surrogate's R² and its cells."""

    hyperparameters: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[TuningCell | None, ...]], ...]


def build_tunability_rows(tunability: pd.DataFrame, margin: float) -> tuple[TunabilityRow, ...]:
    """Return the rows in the file's order: the most tunable first."""
    axis = shared_axis(tunability, INTERVAL, margin)
    return tuple(
        TunabilityRow(
            optimizer=row["optimizer"],
            tunability=signed_text(row["tunability"]),
            tunability_sort=float(row["tunability"]),
            interval=interval_text(row["tunability_low"], row["tunability_high"]),
            bar=draw_bar(axis, (row["tunability_low"], row["tunability"], row["tunability_high"]), margin),
            median_regret=signed_text(row["median_regret"]),
            largest_regret=signed_text(row["largest_regret"]),
            n_tasks=int(row["n_tasks"]),
        )
        for row in tunability.to_dict("records")
    )


def build_tuning_map(hyperparameters: pd.DataFrame) -> TuningMap:
    """Return the map, the hyperparameters with the largest gains first."""
    known = hyperparameters[hyperparameters["r2"] > 0]
    means = known.groupby("hyperparameter")["gain"].mean()
    names = sorted(hyperparameters["hyperparameter"].unique(), key=lambda name: (-means.get(name, 0.0), name))
    rows = []
    for optimizer, own in hyperparameters.groupby("optimizer", sort=False):
        cells = {
            row["hyperparameter"]: _cell(row["gain"], row["importance"], row["r2"]) for row in own.to_dict("records")
        }
        rows.append((str(optimizer), skill_text(own["r2"].iloc[0]), tuple(cells.get(name) for name in names)))
    return TuningMap(tuple(names), tuple(rows))


def _cell(gain: float, importance: float, r2: float) -> TuningCell:
    """Return the cell; a surrogate that explains nothing has no gain to tell."""
    knows = r2 > 0
    told = MISSING if is_missing(importance) else percent_text(round(importance, 2))
    return TuningCell(signed_text(gain) if knows else MISSING, told, tint(gain)[1] if knows else 0)
