"""The tables across tasks of a synthetic sweep: those that can be are made from its verdicts, the others invented."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from undefault.tables import ranks_table, tunability_table
from undefault.tables.portfolio_gains import COLUMNS as GAIN_COLUMNS
from undefault.tables.portfolio_settings import COLUMNS as SETTING_COLUMNS

ALPHA = 0.05


def write_comparison_tables(folder: Path, verdicts: Sequence[dict[str, Any]], *, remedies: bool) -> None:
    """Write the tables into ``folder``; a list of settings only where the tasks have two sources."""
    skills = pd.DataFrame([row for verdict in verdicts for row in _skills(verdict)])
    tables = {
        "findings": pd.DataFrame([row for verdict in verdicts for row in _findings(verdict)]),
        "readings": pd.DataFrame([row for verdict in verdicts for row in _readings(verdict)]),
        "skills": skills,
        "ranks": ranks_table(skills, alpha=ALPHA),
        "tunability": tunability_table(pd.DataFrame(verdicts), skills, alpha=ALPHA),
        "hyperparameters": pd.DataFrame([row for verdict in verdicts[:3] for row in _hyperparameters(verdict)]),
        **_portfolio(verdicts, remedies=remedies),
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)


def _skills(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    shared = {name: verdict[name] for name in ("study", "dataset", "network", "optimizer")}
    return [
        {**shared, "source": verdict["dataset"], "role": role, "skill": verdict[f"{role}_skill"]}
        for role in ("default", "tuned")
    ]


def _findings(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what fires on what fails, and a check that applies to nothing."""
    shared = {name: verdict[name] for name in ("study", "optimizer")}
    rates = {"false_alarm_rate": 0.01, "false_alarm_low": 0.002, "false_alarm_high": 0.05}
    fires = verdict["verdict"] == "fails"
    said = ("fires", 0.75, "0.031 of skill gained") if fires else ("quiet", 0.0, "0.000 of skill gained")
    none = ("not applicable", 0.0, "the setting has no early stopping")
    return [
        {**shared, "check": check, "answer": answer, "severity": severity, "evidence": evidence, **rates}
        for check, (answer, severity, evidence) in {"undertrained": said, "stopped too early": none}.items()
    ]


def _readings(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the verdict's own reading, and one by accuracy that contradicts what fails."""
    fails = verdict["verdict"] == "fails"
    own = {name: verdict[name] for name in ("study", "optimizer", "regret", "regret_low", "regret_high", "n_seeds")}
    accuracy = {"regret": 0.01, "regret_low": 0.0, "regret_high": 0.02, "decision": "holds"}
    return [
        {**own, "reading": "restored loss", "decision": verdict["verdict"], "relation": "is the verdict"},
        {**own, "reading": "accuracy", **accuracy, "relation": "contradicts" if fails else "agrees"},
    ]


def _hyperparameters(verdict: dict[str, Any]) -> list[dict[str, Any]]:
    names = {"learning_rate": (0.8, 0.3), "decay": (None, 0.0)}
    return [
        {"optimizer": verdict["optimizer"], "hyperparameter": name, "importance": importance, "gain": gain, "r2": 0.4}
        for name, (importance, gain) in names.items()
    ]


def _portfolio(verdicts: Sequence[dict[str, Any]], *, remedies: bool) -> dict[str, pd.DataFrame]:
    settings, gains = pd.DataFrame(columns=SETTING_COLUMNS), pd.DataFrame(columns=GAIN_COLUMNS)
    if len({verdict["dataset"] for verdict in verdicts}) > 1:
        others = [("best default", "default"), *([("adam_1e-4", "remedy")] if remedies else [])]
        settings = pd.DataFrame(
            [
                (0, "its default", "default", "Adam()", 0.7, 0.7, False),
                (1, "a trial", "finalist", "Adam(0.01)", 0.8, 0.8, True),
            ],
            columns=SETTING_COLUMNS,
        )
        gains = pd.DataFrame([(1, *other, 0.8, 0.7, 0.1, 0.02, 0.18, 2) for other in others], columns=GAIN_COLUMNS)
    return {"portfolio_settings": settings, "portfolio_gains": gains}
