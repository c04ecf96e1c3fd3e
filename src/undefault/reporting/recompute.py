"""How a reader recomputes one regret from the files, and how far all regrets are from such a recomputation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from undefault.reporting.tables import SweepTables

SNIPPET = """\
import pandas as pd
runs = pd.read_parquet("trainings.parquet").query("phase == 'confirm'")
skill = runs[runs["study"] == {study!r}].pivot(index="seed", columns="trial", values="test_skill")
print((skill[{tuned}] - skill[{default}]).mean())
"""


def recompute_regret(trainings: pd.DataFrame, row: Mapping[Any, Any]) -> float | None:
    """Return the mean paired difference of test skill for a row of verdicts, ``None`` without a common seed."""
    confirmed = trainings[(trainings["study"] == row["study"]) & (trainings["phase"] == "confirm")]
    skill = {trial: rows.set_index("seed")["test_skill"] for trial, rows in confirmed.groupby("trial")}
    if row["tuned_trial"] not in skill or row["default_trial"] not in skill:
        return None
    regret = (skill[row["tuned_trial"]] - skill[row["default_trial"]]).mean()
    return None if pd.isna(regret) else float(regret)


def largest_difference(tables: SweepTables) -> tuple[float, int]:
    """Return the largest distance of a table's regret from its recomputation, and over how many rows."""
    rows = [(row["regret"], recompute_regret(tables.trainings, row)) for row in tables.verdicts.to_dict("records")]
    distances = [abs(told - found) for told, found in rows if found is not None and not pd.isna(told)]
    return max(distances, default=0.0), len(distances)


def write_snippet(tables: SweepTables) -> str:
    """Return Python that prints the largest regret that can be recomputed; ``""`` where none can.

    It runs in the report's folder and needs pandas and pyarrow.
    """
    for row in tables.verdicts.sort_values("regret", ascending=False).to_dict("records"):
        if recompute_regret(tables.trainings, row) is not None:
            trials = {role: int(row[f"{role}_trial"]) for role in ("default", "tuned")}
            return SNIPPET.format(study=row["study"], **trials)
    return ""
