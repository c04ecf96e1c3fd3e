"""The tables of interventions and fixes as a sweep leaves them, with invented numbers, for tests of the report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from undefault.interventions import Cure, Outcome

OUTCOMES = tuple(Outcome)
SHARES = {"learning_rate": 0.97, "early_stopping": 0.08, "learning_rate;early_stopping": 1.01, "epochs": 0.6}


def write_fix_tables(folder: Path, verdicts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write ``interventions.csv`` and ``fixes.csv`` for the failing rows; return the fixes of ``sweep.json``."""
    failing = [row for row in verdicts if row["verdict"] == "fails"]
    interventions = [one for row in failing for one in _interventions(row)]
    fixes = [_fix(number, row) for number, row in enumerate(failing)]
    pd.DataFrame(interventions, columns=[*_intervention({}, "", 0.0)]).to_csv(folder / "interventions.csv", index=False)
    pd.DataFrame(fixes, columns=[*_fix(0, {})]).to_csv(folder / "fixes.csv", index=False)
    return [_written(row) for row, fix in zip(failing, fixes, strict=True) if Outcome(fix["outcome"]).is_fix]


def _interventions(row: dict[str, Any]) -> list[dict[str, Any]]:
    scaling = {**_intervention(row, "feature_scaling", float("nan")), "is_applicable": False, "value": "standard"}
    return [*(_intervention(row, name, share) for name, share in SHARES.items()), scaling]


def _intervention(row: dict[str, Any], name: str, share: float) -> dict[str, Any]:
    return {
        "study": row.get("study"), "optimizer": row.get("optimizer"), "intervention": name, "value": "0.02",
        "is_applicable": True, "share_won_back": share, "share_low": share - 0.1, "share_high": share + 0.1,
        "gain": share * 0.3, "gain_low": share * 0.3 - 0.05, "gain_high": share * 0.3 + 0.05, "n_seeds": 6,
    }  # fmt: skip


def _fix(number: int, row: dict[str, Any]) -> dict[str, Any]:
    outcome = OUTCOMES[number % len(OUTCOMES)]
    changes = {Outcome.PROVEN: "learning_rate", Outcome.WHOLE: "learning_rate;early_stopping"}.get(outcome, "")
    return {
        "study": row.get("study"), "optimizer": row.get("optimizer"), "outcome": outcome.value,
        "fix": f"{row.get('optimizer')} at 0.02" if changes else "", "changes": changes,
        "n_changes": len(changes.split(";")) if changes else 0, "n_differing": 2, "rate": 0.02,
        "rate_share": 0.97, "rate_low": 0.9, "rate_high": 1.04, "rate_cure": tuple(Cure)[number % 3].value,
        "rerun_changes": "learning_rate", "share_won_back": 0.98, "share_low": 0.9, "share_high": 1.06,
    }  # fmt: skip


def _written(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "study": row["study"], "optimizer": row["optimizer"], "code": "import keras\n\nmodel.fit(x, y)",
        "replayed": True, "replay_max_relative_difference": 1e-6, "replay_note": "One seed was replayed.",
    }  # fmt: skip
