"""A night as a command: one sweep on fresh rows and seeds, and what it adds to the nights before."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from undefault.config import make_plan
from undefault.deadline import Deadline
from undefault.errors import ConfigError, NothingSweptError, OutputError
from undefault.folders import STATE, SweepFolders, exclusive
from undefault.nights import (
    Book,
    Change,
    Night,
    accumulate,
    are_comparable,
    compare_nights,
    evidence_of,
    next_night,
    to_drop,
)
from undefault.notification import notify
from undefault.plan import Plan
from undefault.reporting.night_page import write_night_page
from undefault.sweep_command import Swept, carry_out
from undefault.tables.formulas import with_formulas
from undefault.tracking import delete_runs

FINE, CHANGED = 0, 3
NIGHT_OVERRIDES = ("title=night", "tracking.must_answer=false")  # unless they are given otherwise
EMPTY = pd.DataFrame(columns=["study", "optimizer", "verdict"])


@dataclass(frozen=True)
class Outcome:
    """What a night came to: the page of all nights, its changes, and its exit code."""

    page: Path
    changes: Sequence[Change]

    @property
    def exit_code(self) -> int:
        """0 where all is as it was, 3 where a verdict is another one now."""
        return CHANGED if any(change.is_of_verdicts for change in self.changes) else FINE


def run_night(overrides: Sequence[str], today: date | None = None) -> Outcome:
    """Carry out tonight's sweep, or go on with the last one where it was interrupted; take it into the book of nights.

    Raises `LockedError` where another night is under way, and `IncompleteError` once all is written, where tasks could
    not be trained for another reason than time.
    """
    plan, _ = make_plan(overrides)
    if plan.resume:
        raise ConfigError("a night goes on by itself where it was interrupted; leave out sweep.resume")
    deadline, book = Deadline(plan.nightly.deadline_minutes), Book(plan.folder / "nights")
    day = today or datetime.now(UTC).date()
    with exclusive(book.folder, "night"):
        begun = [path.parent.name for path in (plan.folder / "studies").glob(f"*/{STATE}")]
        night, goes_on = next_night(begun, book.finished, day)
        try:
            swept = _sweep(night, plan, overrides, deadline, goes_on=goes_on)
        except NothingSweptError as error:
            write_night_page(book.folder, None, [], [str(error)], margin=plan.confirm.rule.margin)
            raise
        except ConfigError as error:
            if not goes_on:
                raise
            _abandon(book, night, error)
            night = Night(night.number + 1, day)
            swept = _sweep(night, plan, overrides, deadline, goes_on=False)
        outcome = _take(book, night, plan, swept)
        _drop(plan)
    if not deadline.is_past:
        swept.require_whole()
    return outcome


def tell_failure(overrides: Sequence[str], reason: str) -> list[str]:
    """Notify of a night that failed; return a sentence for each address that could not be reached."""
    plan, _ = make_plan(overrides)
    return notify(plan.nightly.notify, title="Undefault: the night failed", text=reason)


def _sweep(night: Night, plan: Plan, overrides: Sequence[str], deadline: Deadline, *, goes_on: bool) -> Swept:
    """Carry out the night's sweep, whose seed is its own."""
    keys = {override.partition("=")[0] for override in overrides}
    kept = [override for override in overrides if override.partition("=")[0] != "seed"]
    added = [override for override in NIGHT_OVERRIDES if override.partition("=")[0] not in keys]
    own = [*kept, *added, f"seed={night.seed(plan.seed)}"]
    night_plan, composed = make_plan(own)
    if goes_on:
        night_plan = replace(night_plan, resume=night.sweep_id)
    return carry_out(night_plan, composed, own, sweep_id=night.sweep_id, deadline=deadline)


def _abandon(book: Book, night: Night, error: ConfigError) -> None:
    """Close a night that cannot go on, for what it began with is no longer there."""
    row = {"night": night.number, "sweep_id": night.sweep_id, "state": f"abandoned: {error}"}
    book.finish({**row, "fails": 0, "holds": 0, "undecided": 0, "changes": 0, "wall_seconds": 0.0})


def _take(book: Book, night: Night, plan: Plan, swept: Swept) -> Outcome:
    """Take a night's report into the book, and say what changed."""
    facts, verdicts = _read(swept.report.parent)
    evidence = evidence_of(night.number, verdicts, alpha=plan.confirm.rule.alpha)
    book.take(night, facts, evidence)
    earlier = _earlier(book, night)
    alike = [one.number for one, told in earlier if are_comparable(told, facts)]
    before, now = (_accumulated(book, numbers, plan) for numbers in (alike, [*alike, night.number]))
    changes: list[Change] = []
    if earlier:
        last, told = earlier[-1]
        changes = compare_nights((told, facts), (book.evidence([last.number]), evidence), (before, now))
    counts = Counter(verdicts["verdict"])
    row = {
        "night": night.number,
        "sweep_id": night.sweep_id,
        "state": "cut short" if swept.set_aside else "whole",
        **{verdict: counts[verdict] for verdict in ("fails", "holds", "undecided")},
        "changes": len(changes),
        "wall_seconds": facts["wall_seconds"]["total"],
    }
    book.write("accumulated", now)
    book.write("changes", _change_table(changes))
    book.finish(row)
    page = write_night_page(book.folder, swept.report, changes, swept.incidents, margin=plan.confirm.rule.margin)
    _tell(plan, night, row, changes, page)
    return Outcome(page, changes)


def _read(report: Path) -> tuple[Mapping[str, Any], pd.DataFrame]:
    try:
        facts = json.loads((report / "sweep.json").read_text())
        return facts, with_formulas(pd.read_csv(report / "verdicts.csv"))
    except (OSError, ValueError) as error:
        raise OutputError(f"{report} must hold the night's report, got: {error}; run make nightly again") from error


def _earlier(book: Book, night: Night) -> list[tuple[Night, Mapping[str, Any]]]:
    """Return the nights before this one that have evidence, each with its facts."""
    nights = [one for sweep_id in book.finished if (one := Night.from_sweep_id(sweep_id)) and one != night]
    return [(one, facts) for one in nights if (facts := book.facts(one.sweep_id))]


def _accumulated(book: Book, numbers: Sequence[int], plan: Plan) -> pd.DataFrame:
    rule = plan.confirm.rule
    return accumulate(book.evidence(numbers), margin=rule.margin, alpha=rule.alpha) if numbers else EMPTY


def _change_table(changes: Sequence[Change]) -> pd.DataFrame:
    columns = ["kind", "study", "optimizer", "before", "after", "cause"]
    return pd.DataFrame([[str(getattr(change, name)) for name in columns] for change in changes], columns=columns)


def _drop(plan: Plan) -> None:
    """Delete what is no longer kept: runs first, so that a night whose runs cannot be deleted stays whole."""
    there = [path.name for path in (plan.folder / "reports").iterdir()]
    dropped = to_drop(there, keep=plan.nightly.keep_nights)
    if dropped:
        delete_runs(plan.tracking.uri, plan.tracking.experiment, dropped)
        for sweep_id in dropped:
            SweepFolders(plan.folder, sweep_id).remove()


def _tell(plan: Plan, night: Night, row: Mapping[str, Any], changes: Sequence[Change], page: Path) -> None:
    counts = ", ".join(f"{row[verdict]} {verdict}" for verdict in ("fails", "holds", "undecided"))
    lines = [f"{night.sweep_id}, {row['state']}: {counts}.", *map(_sentence, changes), f"All nights: {page}"]
    verb = "verdicts changed" if any(change.is_of_verdicts for change in changes) else "nothing changed"
    for failed in notify(plan.nightly.notify, title=f"Undefault: {verb}", text="\n".join(lines)):
        print(failed)  # noqa: T201


def _sentence(change: Change) -> str:
    whose = f"{change.study}, {change.optimizer}: " if change.study else ""
    return f"{whose}{change.kind}, {change.before or 'none'} before, {change.after} now (cause: {change.cause})."
