"""Several readings of the same regrets, and where one contradicts the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.comparison.readings import Reading, Relation
from undefault.reporting.wording import counted, interval_text, signed_text

MEANING = {
    Reading.RESTORED_LOSS: "skill at the epoch whose weights early stopping leaves: the verdict rests on this",
    Reading.LAST_LOSS: "skill at the last epoch of the budget",
    Reading.ACCURACY: "share of test rows classified rightly",
    Reading.RMSE: "share of the default's RMSE that tuning takes off",
    Reading.EPOCHS: "epochs saved on the way to the default's best validation loss, as a share of the budget",
}


@dataclass(frozen=True)
class ReadingSummary:
    """One reading over all pairs of task and optimizer."""

    reading: str
    meaning: str
    n_pairs: int
    agrees: int
    contradicts: int
    open: int
    median_regret: str


@dataclass(frozen=True)
class Contradiction:
    """A pair whose verdict one reading contradicts."""

    study: str
    optimizer: str
    verdict: str
    regret: str
    interval: str
    reading: str
    decision: str
    read_regret: str
    read_interval: str


def summarize_readings(readings: pd.DataFrame) -> tuple[ReadingSummary, ...]:
    """Return one line a reading, the verdict's own first."""
    groups = {str(name): rows for name, rows in readings.groupby("reading")}
    return tuple(_summarize(reading, groups[reading.value]) for reading in Reading if reading.value in groups)


def _summarize(reading: Reading, rows: pd.DataFrame) -> ReadingSummary:
    counts = {relation: int((rows["relation"] == relation.value).sum()) for relation in Relation}
    return ReadingSummary(
        reading=reading.value,
        meaning=MEANING[reading],
        n_pairs=len(rows),
        agrees=counts[Relation.AGREES],
        contradicts=counts[Relation.CONTRADICTS],
        open=counts[Relation.OPEN],
        median_regret=signed_text(float(rows["regret"].median())),
    )


def find_contradictions(readings: pd.DataFrame) -> tuple[Contradiction, ...]:
    """Return every reading that contradicts its pair's verdict, in the file's order."""
    verdicts = {
        (row["study"], row["optimizer"]): row
        for row in readings.to_dict("records")
        if row["relation"] == Relation.VERDICT.value
    }
    return tuple(
        _contradiction(verdicts[row["study"], row["optimizer"]], row)
        for row in readings.to_dict("records")
        if row["relation"] == Relation.CONTRADICTS.value and (row["study"], row["optimizer"]) in verdicts
    )


def _contradiction(verdict: Mapping[Any, Any], row: Mapping[Any, Any]) -> Contradiction:
    return Contradiction(
        study=row["study"],
        optimizer=row["optimizer"],
        verdict=verdict["decision"],
        regret=signed_text(verdict["regret"]),
        interval=interval_text(verdict["regret_low"], verdict["regret_high"]),
        reading=row["reading"],
        decision=row["decision"],
        read_regret=signed_text(row["regret"]),
        read_interval=interval_text(row["regret_low"], row["regret_high"]),
    )


def describe_readings(readings: pd.DataFrame) -> str:
    """Return how many pairs have a reading that contradicts the verdict, as a sentence."""
    pairs = readings.drop_duplicates(["study", "optimizer"])
    against = readings[readings["relation"] == Relation.CONTRADICTS.value].drop_duplicates(["study", "optimizer"])
    total = counted(len(pairs), "pair")
    if against.empty:
        return f"No reading contradicts the verdict of any of the {total} of task and optimizer."
    return f"In {len(against)} of {total} of task and optimizer, at least one other reading contradicts the verdict."
