"""What the checks say of the defaults: how often each fires by optimizer, and every finding with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.diagnosis import Answer
from undefault.reporting.wording import MISSING, counted, is_missing, percent_text, skill_text


@dataclass(frozen=True)
class FindingCell:
    """On how many tasks a check fires on an optimizer's default; ``strength`` is the tint's depth, 0 to 100."""

    text: str
    detail: str
    strength: int


@dataclass(frozen=True)
class FindingMap:
    """The grid: each row is a check, its false-alarm rate and its cells in the order of ``optimizers``."""

    optimizers: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[FindingCell, ...]], ...]


@dataclass(frozen=True)
class FindingRow:
    """One finding as printed; ``verdict`` is the corrected one of its default."""

    study: str
    optimizer: str
    verdict: str
    check: str
    severity: str
    evidence: str
    false_alarms: str


def build_finding_map(findings: pd.DataFrame, optimizers: Sequence[str]) -> FindingMap:
    """Return the grid, checks in the file's order, columns in the order of ``optimizers``."""
    groups = dict(iter(findings.groupby(["check", "optimizer"], sort=False)))
    rows = tuple(
        (str(check), _false_alarms(own.iloc[0]), tuple(_cell(groups.get((check, name)), name) for name in optimizers))
        for check, own in findings.groupby("check", sort=False)
    )
    return FindingMap(tuple(optimizers), rows)


def _cell(rows: pd.DataFrame | None, optimizer: str) -> FindingCell:
    answers = [] if rows is None else rows["answer"].tolist()
    n_asked = len(answers) - answers.count(Answer.NOT_APPLICABLE)
    if not n_asked:
        return FindingCell(MISSING, f"{optimizer}: applies to no task", 0)
    fires = answers.count(Answer.FIRES)
    detail = f"{optimizer}: fires on {fires} of {counted(n_asked, 'task')} that it applies to"
    return FindingCell(f"{fires}/{n_asked}", detail, round(100 * fires / n_asked))


def build_finding_rows(findings: pd.DataFrame, verdicts: pd.DataFrame) -> tuple[FindingRow, ...]:
    """Return what fires, in the file's order."""
    said = {(row["study"], row["optimizer"]): row["family_verdict"] for row in verdicts.to_dict("records")}
    fires = findings[findings["answer"] == Answer.FIRES.value]
    return tuple(
        FindingRow(
            study=row["study"],
            optimizer=row["optimizer"],
            verdict=said.get((row["study"], row["optimizer"]), ""),
            check=row["check"],
            severity=skill_text(row["severity"]),
            evidence=row["evidence"],
            false_alarms=_false_alarms(row),
        )
        for row in fires.to_dict("records")
    )


def describe_findings(findings: pd.DataFrame) -> str:
    """Return on how many defaults anything was found, as a sentence."""
    pairs = findings.drop_duplicates(["study", "optimizer"])
    found = findings[findings["answer"] == Answer.FIRES.value].drop_duplicates(["study", "optimizer"])
    return f"At least one check fires on {len(found)} of {counted(len(pairs), 'default')} on their tasks."


def _false_alarms(row: Mapping[Any, Any] | pd.Series) -> str:
    """Return the share of healthy runs on which the check fires, with its interval."""
    share, low, high = (float(row[f"false_alarm_{name}"]) for name in ("rate", "low", "high"))
    if is_missing(share):
        return MISSING
    return f"{percent_text(round(share, 3))} [{percent_text(round(low, 3))}, {percent_text(round(high, 3))}]"
