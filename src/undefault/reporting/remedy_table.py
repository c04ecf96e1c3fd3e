"""The remedies: what each gained or lost against its optimizer's default."""

from dataclasses import dataclass

import pandas as pd

from undefault.reporting.columns import REMEDY_WORDS
from undefault.reporting.interval_bar import IntervalBar, draw_bar, shared_axis
from undefault.reporting.wording import interval_text, number_text, signed_text

INTERVAL = ("gain_low", "gain", "gain_high")


@dataclass(frozen=True)
class RemedyRow:
    """One remedy on one task as printed; ``verdict`` is corrected for all rows, ``alone`` is not."""

    remedy: str
    study: str
    optimizer: str
    verdict: str
    alone: str
    gain: str
    gain_sort: float | None
    interval: str
    bar: IntervalBar | None
    n_seeds: str


@dataclass(frozen=True)
class RemedySummary:
    """One remedy over all its tasks; ``counts`` follows the order of `REMEDY_WORDS`, corrected for all rows."""

    remedy: str
    optimizer: str
    counts: tuple[int, ...]
    median_gain: str


def build_remedy_rows(remedies: pd.DataFrame, margin: float) -> tuple[RemedyRow, ...]:
    """Return the rows in the file's order."""
    axis = shared_axis(remedies, INTERVAL, margin)
    return tuple(
        RemedyRow(
            remedy=row["remedy"],
            study=row["study"],
            optimizer=row["optimizer"],
            verdict=row["family_verdict"],
            alone=row["verdict"],
            gain=signed_text(row["gain"]),
            gain_sort=None if pd.isna(row["gain"]) else float(row["gain"]),
            interval=interval_text(row["gain_low"], row["gain_high"]),
            bar=draw_bar(axis, (row["gain_low"], row["gain"], row["gain_high"]), margin),
            n_seeds=number_text(row["n_seeds"]),
        )
        for row in remedies.to_dict("records")
    )


def summarize_remedies(remedies: pd.DataFrame) -> tuple[RemedySummary, ...]:
    """Return one line a remedy, by name."""
    return tuple(
        RemedySummary(
            remedy=str(remedy),
            optimizer=str(rows["optimizer"].iloc[0]),
            counts=tuple(int((rows["family_verdict"] == word).sum()) for word in REMEDY_WORDS),
            median_gain=signed_text(float(rows["gain"].median())),
        )
        for remedy, rows in remedies.groupby("remedy", sort=True)
    )
