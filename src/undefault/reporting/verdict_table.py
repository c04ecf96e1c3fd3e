"""The verdict table's rows: every number as text, and its interval as a bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.reporting.interval_bar import IntervalBar, draw_bar, shared_axis
from undefault.reporting.wording import interval_text, is_missing, number_text, signed_text, skill_text

INTERVAL = ("regret_low", "regret", "regret_high")


@dataclass(frozen=True)
class VerdictRow:
    """One pair of task and optimizer as printed; ``family`` is the corrected verdict, ``alone`` the uncorrected one."""

    study: str
    task_note: str
    optimizer: str
    family: str
    alone: str
    regret: str
    regret_sort: float | None
    interval: str
    bar: IntervalBar | None
    default_skill: str
    tuned_skill: str
    n_seeds: str
    n_seeds_needed: str
    tuned_setting: str
    tuned_run_id: str
    failure_modes: tuple[str, ...]
    smallest_fix: str


def build_verdict_rows(verdicts: pd.DataFrame, trials: pd.DataFrame, margin: float) -> tuple[VerdictRow, ...]:
    """Return the rows in the file's order."""
    axis = shared_axis(verdicts, INTERVAL, margin)
    run_ids = {(study, trial): run for study, trial, run in zip(*_run_columns(trials), strict=True)}
    return tuple(
        _row(
            row,
            draw_bar(axis, (row["regret_low"], row["regret"], row["regret_high"]), margin),
            run_ids.get((row["study"], row["tuned_trial"]), ""),
        )
        for row in verdicts.to_dict("records")
    )


def _run_columns(trials: pd.DataFrame) -> tuple[list[str], list[int], list[str]]:
    return trials["study"].tolist(), trials["trial"].tolist(), trials["mlflow_run_id"].tolist()


def _row(row: Mapping[Any, Any], bar: IntervalBar | None, run_id: str) -> VerdictRow:
    return VerdictRow(
        study=row["study"],
        task_note=_task_note(row),
        optimizer=row["optimizer"],
        family=row["family_verdict"],
        alone=row["verdict"],
        regret=signed_text(row["regret"]),
        regret_sort=None if is_missing(row["regret"]) else float(row["regret"]),
        interval=interval_text(row["regret_low"], row["regret_high"]),
        bar=bar,
        default_skill=skill_text(row["default_skill"]),
        tuned_skill=skill_text(row["tuned_skill"]),
        n_seeds=number_text(row["n_seeds"]),
        n_seeds_needed="" if is_missing(row["n_seeds_needed"]) else number_text(row["n_seeds_needed"]),
        tuned_setting=row["tuned_setting"],
        tuned_run_id=run_id,
        failure_modes=tuple(mode.strip() for mode in row["failure_modes"].split(";") if mode.strip()),
        smallest_fix=row["smallest_fix"],
    )


def _task_note(row: Mapping[Any, Any]) -> str:
    noise = "" if not row["label_noise"] or is_missing(row["label_noise"]) else f", noise {row['label_noise']:g}"
    return f"{number_text(row['n_parameters'])} parameters, {number_text(row['n_train'])} rows{noise}"
