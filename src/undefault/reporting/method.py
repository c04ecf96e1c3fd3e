"""The facts that let a reader judge and repeat a sweep: command, budget, counts."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from undefault.reporting.recompute import largest_difference
from undefault.reporting.tables import SweepTables
from undefault.reporting.wording import counted, duration_text, number_text, percent_text

Fact = tuple[str, str]


def build_facts(tables: SweepTables) -> tuple[Fact, ...]:
    """Return labels with values, in reading order."""
    sweep = tables.sweep
    facts = (
        ("Command", sweep["command"]),
        ("Commit", sweep["commit"]),
        ("Created", sweep["created"]),
        ("Sweep", sweep["sweep_id"]),
        ("Seed", str(sweep["seed"])),
        ("Margin of regret", f"{sweep['margin']:g} of skill"),
        ("Error rate", f"{percent_text(sweep['alpha'])} over all verdicts together"),
        ("Trained", _counts_text(sweep["counts"])),
        ("Diverged", _diverged_text(tables.trials)),
        ("Pruned", _pruned_text(tables.trials)),
        ("Seeds of a verdict", _seeds_text(tables.verdicts["n_seeds"])),
        ("Recomputed", _recomputed_text(tables)),
        ("MLflow", _mlflow_text(sweep["mlflow"])),
        ("Wall-clock", _wall_text(sweep["wall_seconds"])),
        ("Versions", ", ".join(f"{name} {version}" for name, version in sweep["versions"].items())),
    )
    return tuple((label, str(value)) for label, value in facts if value not in (None, ""))


def write_config(sweep: Mapping[str, Any]) -> str:
    """Return the composed configuration as indented JSON."""
    return json.dumps(sweep["config"], indent=2, ensure_ascii=False)


def _counts_text(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number_text(count)} {name}" for name, count in counts.items())


def _diverged_text(trials: pd.DataFrame) -> str:
    diverged = int((trials["state"] == "diverged").sum())
    return f"{diverged} of {counted(len(trials), 'trial')}"


def _pruned_text(trials: pd.DataFrame) -> str:
    """Return nothing where nothing was pruned."""
    pruned = int((trials["state"] == "pruned").sum())
    return f"{pruned} of {counted(len(trials), 'trial')} stopped before the end of their budget" if pruned else ""


def _seeds_text(n_seeds: pd.Series) -> str:
    known = n_seeds.dropna()
    if known.empty:
        return ""
    low, high = int(known.min()), int(known.max())
    return str(low) if low == high else f"{low} to {high}"


def _recomputed_text(tables: SweepTables) -> str:
    distance, n_rows = largest_difference(tables)
    if not n_rows:
        return ""
    what = counted(n_rows, "regret")
    return f"{what} from trainings.parquet; the largest distance from verdicts.csv is {distance:.1g} of skill"


def _mlflow_text(mlflow: Mapping[str, Any] | None) -> str:
    if not mlflow:
        return ""
    if mlflow.get("behind"):
        return f"not up to date. {mlflow['behind']}"
    return f"{mlflow.get('uri')}, experiment {mlflow.get('experiment_id')}, run {mlflow.get('run_id')}"


def _wall_text(wall_seconds: Mapping[str, float]) -> str:
    return ", ".join(f"{part} {duration_text(seconds)}" for part, seconds in wall_seconds.items())
