"""The tables of claims and ladders of a synthetic sweep: made by the program's own code from invented effects."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from undefault.claims import TASK_COLUMNS, Evidence
from undefault.questions import best_rates
from undefault.seeds import generator
from undefault.tables import claims_table, rung_skills_table, rungs_table, trends_table
from undefault.tables.rates import COLUMNS as RATE_COLUMNS
from undefault.tables.shapes import COLUMNS as SHAPE_COLUMNS

RATES = (1e-4, 1e-3, 1e-2, 1e-1)
ALPHA, MARGIN = 0.05, 0.05


def write_answer_tables(folder: Path, verdicts: Sequence[dict[str, Any]], *, ladder: bool) -> None:
    """Write the tables into ``folder``; with ``ladder`` every task's learning rates were tried."""
    frame = pd.DataFrame(verdicts)
    tasks = frame.drop_duplicates("study").assign(source=lambda rows: rows["dataset"])[TASK_COLUMNS]
    rates, shapes = invent_rates(frame) if ladder else pd.DataFrame(columns=RATE_COLUMNS), invent_shapes(frame)
    best = best_rates(rates, margin=MARGIN)
    tables = {
        "claims": claims_table(Evidence(tasks, shapes, rates, MARGIN), alpha=ALPHA),
        "trends": trends_table(tasks, frame, best, margin=MARGIN, alpha=ALPHA),
        "rungs": rungs_table(tasks, frame, best),
        "rung_skills": rung_skills_table(tasks, rates),
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)


def invent_rates(verdicts: pd.DataFrame, *, n_seeds: int = 3) -> pd.DataFrame:
    """Return ladders whose best rate is 0.01 for small networks and falls by a factor of ten a hundredfold size."""
    rows = []
    for row in verdicts.to_dict("records"):
        best = -2 - 0.5 * (np.log10(row["n_parameters"]) - 2)
        for seed in range(n_seeds):
            noise = generator("synthetic", row["study"], row["optimizer"], seed).normal(0, 0.01)
            skills = [0.9 - 0.3 * abs(np.log10(rate) - best) + noise for rate in RATES]
            for rate, skill in zip(RATES, skills, strict=True):
                values = (row["study"], row["optimizer"], rate, rate == 1e-3, seed, skill, skill, False, 10, 0.1, 0.1)
                rows.append(dict(zip(RATE_COLUMNS, values, strict=True)))
    return pd.DataFrame(rows)


def invent_shapes(verdicts: pd.DataFrame, *, n_seeds: int = 3) -> pd.DataFrame:
    """Return the shapes of every default and tuned setting, all alike."""
    rows = [
        (row["study"], role, row["optimizer"], 0, seed, row[f"{role}_skill"], 0.8, 0.01, 0.0, 0.02, 0.9, 1.0)
        for row in verdicts.to_dict("records")
        for role in ("default", "tuned")
        for seed in range(n_seeds)
    ]
    return pd.DataFrame(rows, columns=SHAPE_COLUMNS)
