"""The sweep as a command: compose, check, show the plan, sweep, judge, report."""

import secrets
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from undefault import wiring
from undefault.clock import Clock
from undefault.comparison.portfolio import CandidateScores
from undefault.contracts import Engine, Tracked, Tracker
from undefault.cost import sweep_cost, trainings_per_task
from undefault.datasets import HeldBack
from undefault.deadline import Deadline
from undefault.destination import require_reachable
from undefault.errors import IncompleteError, NothingSweptError, OutputError, SetAsideError
from undefault.folders import (
    Beginning,
    SweepFolders,
    comparable,
    exclusive,
    interrupted,
    kept_on_disk,
    require_same,
    shown_overrides,
)
from undefault.incidents import Incidents
from undefault.phases import train_candidates
from undefault.phases.workshop import Workshop
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.provenance import commit, deciding_versions, versions
from undefault.recommend import Advice
from undefault.results import (
    LIMITS,
    AcrossTasks,
    count,
    describe_task,
    require_equal_counts,
    write_answers,
    write_comparison,
    write_json,
    write_tables,
)
from undefault.space import absent_remedies
from undefault.sweep import sweep
from undefault.terminal import SweepProgress, show_plan, show_verdicts
from undefault.trials import TaskResult

# The large tables stay beside the report alone
ATTACHED = (
    "report.html", "report.md", "verdicts.csv", "remedies.csv", "findings.csv", "interventions.csv", "fixes.csv",
    "claims.csv", "trials.parquet", "sweep.json",
)  # fmt: skip


@dataclass(frozen=True)
class Start:
    """What a sweep is started with, new or resumed.

    ``engine`` trains what the sweep's record does not hold; without one the record must hold everything.
    """

    plan: Plan
    composed: Mapping[str, Any]
    overrides: Sequence[str]
    folders: SweepFolders
    engine: Engine | None
    incidents: Incidents
    deadline: Deadline


@dataclass(frozen=True)
class Session:
    """A start with everything loaded and checked, and nothing trained."""

    start: Start
    tasks: wiring.Tasks
    known: wiring.Known
    console: Console
    clock: Clock
    remarks: Sequence[str]


@dataclass(frozen=True)
class Findings:
    """What a sweep found: a result and advice a task, in the order of the tasks, and what is known of all together."""

    results: Sequence[TaskResult]
    advice: Sequence[Advice]
    across: AcrossTasks


@dataclass(frozen=True)
class Swept:
    """What a sweep left: its report, the tasks that were set aside, and all that went wrong on the way."""

    report: Path
    set_aside: Sequence[str]
    incidents: Sequence[str]

    def require_whole(self) -> None:
        """Raise `IncompleteError` where tasks had to be set aside."""
        if self.set_aside:
            raise IncompleteError(
                f"all tasks must be trained, but {', '.join(self.set_aside)} were set aside; report: {self.report}"
            )


def run_sweep(plan: Plan, composed: Mapping[str, Any], overrides: Sequence[str]) -> Path:
    """Carry out the sweep that `make_plan` made of the overrides and return the path of its report.

    Raises `IncompleteError` once the report is written, where tasks had to be set aside.
    """
    swept = carry_out(plan, composed, overrides)
    swept.require_whole()
    return swept.report


def carry_out(
    plan: Plan,
    composed: Mapping[str, Any],
    overrides: Sequence[str],
    *,
    sweep_id: str | None = None,
    deadline: Deadline | None = None,
    may_train: bool = True,
) -> Swept:
    """Carry out a sweep, a new one under ``sweep_id`` if given; what cannot be finished in time is set aside.

    Where it may not train, all trainings must be on record.
    """
    console = Console()
    incidents = Incidents(partial(console.print, markup=False, highlight=False))
    with exclusive(plan.folder), wiring.open_engine(plan, incidents.note, may_train=may_train) as engine:
        folders = _folders(plan, sweep_id or _new_id(plan))
        start = Start(plan, composed, overrides, folders, engine, incidents, deadline or Deadline())
        session = _open(start, console)
        with kept_on_disk(folders), wiring.open_tracker(plan, session.known, folders) as tracker:
            return _sweep_and_report(session, tracker)


def _folders(plan: Plan, sweep_id: str) -> SweepFolders:
    return interrupted(plan.folder, plan.resume) if plan.resume else SweepFolders(plan.folder, sweep_id)


def _sweep_and_report(session: Session, tracker: Tracker) -> Swept:
    findings, n_told = _find(session, tracker)
    with session.clock.stage("tracking"):
        tracked = tracker.collect()
    _require_all_kept(findings, n_told, tracked)
    report = _report(session, findings, tracked)
    behind = tracker.finish([session.start.folders.report / name for name in ATTACHED])
    if behind:
        session.start.incidents.note(behind)
    return Swept(report, session.start.incidents.tasks_set_aside, session.start.incidents.notes)


def _open(start: Start, console: Console) -> Session:
    """Load and check everything, show the plan, and only then make the sweep's folders."""
    plan, folders, clock = start.plan, start.folders, Clock()
    configuration, deciding = comparable(start.composed), deciding_versions()
    if plan.resume:
        require_same(folders, configuration=configuration, versions=deciding)
    _ask_tracking(plan, start.incidents)
    with clock.stage("loading"):
        tasks, known = wiring.load_tasks(plan), wiring.known_settings(plan)
    data = {problem.task.dataset.name: problem.dataset.digest for problem, _ in tasks}
    if plan.resume:
        require_same(folders, data=data)
        folders.make_report_folder()
    ways = wiring.ways(plan, tasks)
    remarks, cost = wiring.remarks(plan, known, ways), sweep_cost(plan, ways, known.requests())
    show_plan(console, [problem for problem, _ in tasks], cost, remarks)
    if not plan.resume:
        folders.begin(Beginning(shown_overrides(start.overrides), configuration, deciding, data))
    clock.tell = folders.note_stage
    console.print(f"sweep {folders.sweep_id}", highlight=False)
    return Session(start, tasks, known, console, clock, remarks)


def _ask_tracking(plan: Plan, incidents: Incidents) -> None:
    """Raise `OutputError` where MLflow's store does not answer, if it must before a sweep begins."""
    try:
        require_reachable(plan.tracking.uri)
    except OutputError as error:
        if plan.tracking.must_answer:
            raise
        incidents.note(f"MLflow is written to as soon as it answers: {error}")


def _new_id(plan: Plan) -> str:
    """Return an id that sorts by time and is no other's, though sweeps of one title begin in the same second."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{plan.title}-{secrets.token_hex(4)}"


def _find(session: Session, tracker: Tracker) -> tuple[Findings, int]:
    """Train, judge and replay; return the findings and the number of trials that Optuna was told of."""
    start, known = session.start, session.known
    plan, folders, incidents = start.plan, start.folders, start.incidents
    n_per_task = trainings_per_task(plan, known.requests())
    may_train = session.start.engine is not None
    results, advised = list[TaskResult](), list[Future[Advice]]()
    with (
        SweepProgress(session.console, n_tasks=len(session.tasks), n_trainings=n_per_task * len(session.tasks)) as bar,
        wiring.open_recommender(plan, known, folders, incidents.note, may_train=may_train) as (recommender, aside),
    ):
        workshop = wiring.make_workshop(plan, known, folders, session.start.engine, tracker, session.clock, bar.advance)
        workshop = replace(workshop, deadline=session.start.deadline)
        for result in sweep(session.tasks, workshop, incidents.set_aside):
            results.append(result)
            advised.append(aside.submit(recommender.advise, result))
            bar.finish_task(result.problem.task.name, _outcome(result))
        held_back = {problem.task.name: rows for problem, rows in session.tasks}
        candidates = _try_candidates(results, held_back, workshop, incidents)
        n_told = sum(workshop.open_study(result.problem).n_complete for result in results)
        with session.clock.stage("replay"):
            advice = [future.result() for future in advised]
    with session.clock.stage("comparison"):
        across = AcrossTasks(wiring.importances(plan, results), candidates)
    return Findings(results, advice, across), n_told


def _try_candidates(
    results: Sequence[TaskResult], held_back: Mapping[str, HeldBack], workshop: Workshop, incidents: Incidents
) -> CandidateScores | None:
    """Return how settings do across tasks; raise `NothingSweptError` where no task is left."""
    if not results:
        raise NothingSweptError("a sweep needs a task that can be finished, but all were set aside; see above why")
    try:
        return train_candidates(results, held_back, workshop)
    except SetAsideError as error:
        incidents.note(f"no list of settings was judged across tasks: {error}")
        return None


def _outcome(result: TaskResult) -> str:
    """Return how many optimizers' defaults fail, hold or stay undecided on the task."""
    tuned = [contest for contest in result.contests if contest.remedy is None and contest.judgement]
    counts = Counter(contest.judgement.verdict.value for contest in tuned if contest.judgement)
    return ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))


def _require_all_kept(findings: Findings, n_told: int, tracked: Tracked) -> None:
    counts = {"Optuna": n_told, "trials.parquet": count(findings.results)["trials"]}
    if tracked.behind is None:
        swept = {result.problem.task.name for result in findings.results}
        counts["MLflow"] = sum(study in swept for study, _ in tracked.run_ids)
    require_equal_counts(counts)


def _report(session: Session, findings: Findings, tracked: Tracked) -> Path:
    """Write tables, facts and report; show the verdicts."""
    from undefault.reporting import write_report

    plan, folder = session.start.plan, session.start.folders.report
    describe = wiring.describer(plan, session.known)
    with session.clock.stage("report"):
        verdicts = write_tables(folder, findings.results, plan, describe, tracked.run_ids)
        write_comparison(folder, findings.results, plan, verdicts, describe, findings.across)
        write_answers(folder, findings.results, plan, verdicts)
        write_json(folder / "sweep.json", _facts(session, findings, tracked))
        report = write_report(folder)
    show_verdicts(session.console, verdicts, margin=plan.confirm.rule.margin)
    return report


def _facts(session: Session, findings: Findings, tracked: Tracked) -> dict[str, Any]:
    """Return what ``sweep.json`` holds."""
    plan = session.start.plan
    notes = dict.fromkeys(note for problem, _ in session.tasks for note in _notes(problem))
    return {
        "sweep_id": session.start.folders.sweep_id,
        "title": plan.title,
        "command": _command(session.start.overrides),
        "commit": commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": plan.seed,
        "versions": versions(),
        "config": comparable(session.start.composed),
        "margin": plan.confirm.rule.margin,
        "alpha": plan.confirm.rule.alpha,
        "counts": {**count(findings.results), "trainings across tasks": findings.across.n_trainings},
        "mlflow": {**tracked.location, "behind": tracked.behind},
        "wall_seconds": session.clock.seconds(),
        "notes": [*session.remarks, *session.start.incidents.notes, *notes],
        "set_aside": session.start.incidents.tasks_set_aside,
        "data": {problem.task.dataset.name: problem.dataset.digest for problem, _ in session.tasks},
        "tasks": [describe_task(result) for result in findings.results],
        "recommendations": [advice.recommendation for advice in findings.advice],
        "absent_remedies": absent_remedies(plan, session.start.composed),
        "fixes": [fix for advice in findings.advice for fix in advice.fixes],
        "limits": LIMITS,
    }


def _command(overrides: Sequence[str]) -> str:
    shown = shlex.join(shown_overrides(overrides))
    return f"make sweep ARGS={shlex.quote(shown)}" if overrides else "make sweep"


def _notes(problem: Problem) -> list[str]:
    return [f"{problem.task.dataset.name}: {note}" for note in problem.dataset.notes]
