"""A sweep's folder read once and checked: everything the report may say comes from here."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from undefault.calibration import Rate, read_rates
from undefault.calibration.null import NullContest, read_null
from undefault.errors import OutputError
from undefault.reporting.columns import (
    BOUNDARIES,
    BUDGETS,
    CLAIMS,
    CURVES,
    EVERY_PATIENCE,
    FINDINGS,
    FIX_KEYS,
    FIXES,
    HYPERPARAMETERS,
    INTERVENTIONS,
    PATIENCE,
    PORTFOLIO_GAINS,
    PORTFOLIO_SETTINGS,
    RANKS,
    READINGS,
    RECOMMENDATION_KEYS,
    REMEDIES,
    RUNG_SKILLS,
    RUNGS,
    SKILLS,
    STABILITY,
    SWEEP_FILE,
    SWEEP_KEYS,
    TASK_KEYS,
    TRAININGS,
    TRENDS,
    TRIALS,
    TUNABILITY,
    VERDICTS,
    TableSchema,
)
from undefault.tables.formulas import with_formulas

Record = TypeVar("Record")
REMEDY_HINT = "run the sweep to its end, or name the folder of a finished sweep"


@dataclass(frozen=True)
class SweepTables:
    """The files of one sweep; each frame has the columns its schema in `columns` lists.

    ``files`` are the names of all tables beside the report.
    """

    files: tuple[str, ...]
    sweep: Mapping[str, Any]
    verdicts: pd.DataFrame
    remedies: pd.DataFrame
    interventions: pd.DataFrame
    fixes: pd.DataFrame
    trials: pd.DataFrame
    trainings: pd.DataFrame
    curves: pd.DataFrame
    boundaries: pd.DataFrame
    findings: pd.DataFrame
    readings: pd.DataFrame
    skills: pd.DataFrame
    ranks: pd.DataFrame
    tunability: pd.DataFrame
    hyperparameters: pd.DataFrame
    portfolio_settings: pd.DataFrame
    portfolio_gains: pd.DataFrame
    calibration: Sequence[Rate]
    calibration_null: Sequence[NullContest]
    stability: pd.DataFrame
    patience: pd.DataFrame
    every_patience: pd.DataFrame
    budgets: pd.DataFrame
    claims: pd.DataFrame
    trends: pd.DataFrame
    rungs: pd.DataFrame
    rung_skills: pd.DataFrame


def read_tables(folder: Path) -> SweepTables:
    """Read and check the files of a sweep.

    Raises `OutputError` for a missing, unreadable or empty file, a missing column or key, and a word or number that
    cannot be read.
    """
    if not folder.is_dir():
        raise OutputError(f"a sweep's folder expected, got {folder}, which is not a folder; {REMEDY_HINT}")
    verdicts = read_table(folder, VERDICTS)
    _refuse_repeated_pairs(verdicts)
    return SweepTables(
        files=tuple(sorted(path.name for path in folder.iterdir() if path.suffix in (".csv", ".parquet", ".json"))),
        sweep=_read_sweep(folder / SWEEP_FILE),
        verdicts=verdicts,
        remedies=read_table(folder, REMEDIES),
        interventions=read_table(folder, INTERVENTIONS),
        fixes=read_table(folder, FIXES),
        trials=read_table(folder, TRIALS),
        trainings=read_table(folder, TRAININGS),
        curves=read_table(folder, CURVES),
        boundaries=read_table(folder, BOUNDARIES),
        findings=read_table(folder, FINDINGS),
        readings=read_table(folder, READINGS),
        skills=read_table(folder, SKILLS),
        ranks=read_table(folder, RANKS),
        tunability=read_table(folder, TUNABILITY),
        hyperparameters=read_table(folder, HYPERPARAMETERS),
        portfolio_settings=read_table(folder, PORTFOLIO_SETTINGS),
        portfolio_gains=read_table(folder, PORTFOLIO_GAINS),
        calibration=_read_records(folder / "calibration.csv", read_rates),
        calibration_null=_read_records(folder / "calibration_null.csv", read_null),
        stability=read_table(folder, STABILITY),
        patience=read_table(folder, PATIENCE),
        every_patience=read_table(folder, EVERY_PATIENCE),
        budgets=read_table(folder, BUDGETS),
        claims=read_table(folder, CLAIMS),
        trends=read_table(folder, TRENDS),
        rungs=read_table(folder, RUNGS),
        rung_skills=read_table(folder, RUNG_SKILLS),
    )


def _read_records(path: Path, read: Callable[[Path], list[Record]]) -> list[Record]:
    """Return the records of a file that `read` reads."""
    if not path.is_file():
        raise OutputError(f"{path} expected, found nothing; {REMEDY_HINT}")
    try:
        return read(path)
    except (KeyError, TypeError, ValueError) as error:
        raise OutputError(f"{path} cannot be read as it was written: {error}; {REMEDY_HINT}") from error


def read_table(folder: Path, schema: TableSchema) -> pd.DataFrame:
    """Return one table with its numbers as floats or integers and its missing texts as ``''``."""
    frame = _read_frame(folder / schema.file, schema)
    if frame.empty and not schema.may_be_empty:
        raise OutputError(f"{schema.file} must have at least one row, got none; {REMEDY_HINT}")
    for column in [*schema.texts, *schema.choices]:
        frame[column] = frame[column].astype("str").fillna("")
    for column in schema.numbers:
        frame[column] = _as_numbers(frame[column], schema.file)
    for column, words in schema.choices.items():
        _refuse_other_words(frame[column], words, schema.file)
    return frame


def _read_frame(path: Path, schema: TableSchema) -> pd.DataFrame:
    if not path.is_file():
        raise OutputError(f"{path} expected, found nothing; {REMEDY_HINT}")
    try:
        frame = _read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise OutputError(f"{path} cannot be read as {path.suffix[1:]}: {error}; {REMEDY_HINT}") from error
    missing = [column for column in schema.columns if column not in frame.columns]
    if missing:
        raise OutputError(f"{schema.file} must have the columns {', '.join(missing)}; {REMEDY_HINT}")
    return frame[schema.columns].copy()


def _read_csv(path: Path) -> pd.DataFrame:
    """Read every cell as text, so that a dataset called ``NA`` keeps its name."""
    return with_formulas(pd.read_csv(path, dtype="str", keep_default_na=False))


def _as_numbers(column: pd.Series, file: str) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column
    texts = column.replace({"": None, "nan": None, "NaN": None})
    try:
        return pd.to_numeric(texts)
    except (TypeError, ValueError) as error:
        raise OutputError(f"{file}: column {column.name} must hold numbers: {error}; {REMEDY_HINT}") from error


def _refuse_other_words(column: pd.Series, words: tuple[str, ...], file: str) -> None:
    other = column[~column.isin(words)]
    if len(other):
        raise OutputError(f"{file}: {column.name} must be one of {', '.join(words)}, got {other.iloc[0]!r}")


def _refuse_repeated_pairs(verdicts: pd.DataFrame) -> None:
    repeated = verdicts[verdicts.duplicated(["study", "optimizer"])]
    if len(repeated):
        study, optimizer = repeated.iloc[0][["study", "optimizer"]]
        raise OutputError(
            f"verdicts.csv must have one row for study {study!r} and optimizer {optimizer!r}, got several"
        )


def _read_sweep(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise OutputError(f"{path} expected, found nothing; {REMEDY_HINT}")
    try:
        sweep = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise OutputError(f"{path} cannot be read as JSON: {error}; {REMEDY_HINT}") from error
    if not isinstance(sweep, dict):
        raise OutputError(f"{path} must hold a JSON object, got {type(sweep).__name__}")
    _refuse_missing_keys(sweep, SWEEP_KEYS, SWEEP_FILE)
    for part, keys in (("tasks", TASK_KEYS), ("recommendations", RECOMMENDATION_KEYS), ("fixes", FIX_KEYS)):
        for entry in sweep[part]:
            _refuse_missing_keys(entry, keys, f"{SWEEP_FILE}: an entry of {part}")
    return sweep


def _refuse_missing_keys(entry: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    missing = [key for key in keys if key not in entry]
    if missing:
        raise OutputError(f"{where} must have {', '.join(missing)}; {REMEDY_HINT}")
