"""The sweep as a command: compose, check, show the plan, sweep, judge, report."""

import secrets
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from undefault import wiring
from undefault.clock import Clock
from undefault.contracts import Tracked, Tracker
from undefault.cost import sweep_cost, trainings_per_task
from undefault.destination import require_reachable
from undefault.folders import SweepFolders, exclusive, interrupted, require_same
from undefault.phases import train_candidates
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.provenance import commit, versions
from undefault.redaction import redacted, redacted_data
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
class Session:
    """One start of a sweep, new or resumed: everything loaded and checked, nothing trained."""

    plan: Plan
    composed: Mapping[str, Any]
    overrides: Sequence[str]
    tasks: wiring.Tasks
    known: wiring.Known
    folders: SweepFolders
    console: Console
    clock: Clock
    remarks: Sequence[str]


@dataclass(frozen=True)
class Findings:
    """What a sweep found: a result and a recommendation a task, in the order of the tasks, and the fixes."""

    results: Sequence[TaskResult]
    recommendations: Sequence[Mapping[str, Any]]
    fixes: Sequence[Mapping[str, Any]]
    across: AcrossTasks


def run_sweep(plan: Plan, composed: Mapping[str, Any], overrides: Sequence[str]) -> Path:
    """Carry out the sweep that `make_plan` made of the overrides and return the path of its report."""
    with exclusive(plan.folder):
        session = _open(plan, composed, overrides)
        with wiring.open_tracker(plan, session.known, session.folders) as tracker:
            findings, n_told = _find(session, tracker)
            with session.clock.stage("tracking"):
                tracked = tracker.collect()
            _require_all_kept(findings, n_told, tracked)
            report = _report(session, findings, tracked)
            tracker.finish([session.folders.report / name for name in ATTACHED])
    return report


def _open(plan: Plan, composed: Mapping[str, Any], overrides: Sequence[str]) -> Session:
    """Load and check everything, show the plan, and only then make the sweep's folders."""
    clock, console = Clock(), Console()
    folders = interrupted(plan.folder, plan.resume) if plan.resume else SweepFolders(plan.folder, _new_id(plan))
    if plan.resume:
        require_same(folders, composed)
    require_reachable(plan.tracking.uri)
    with clock.stage("loading"):
        tasks, known = wiring.load_tasks(plan), wiring.known_settings(plan)
    ways = wiring.ways(plan, tasks)
    remarks, cost = wiring.remarks(plan, known, ways), sweep_cost(plan, ways, known.requests())
    show_plan(console, [problem for problem, _ in tasks], cost, remarks)
    if not plan.resume:
        folders.begin(composed)
    console.print(f"sweep {folders.sweep_id}", highlight=False)
    return Session(plan, composed, overrides, tasks, known, folders, console, clock, remarks)


def _new_id(plan: Plan) -> str:
    """Return an id that sorts by time and is no other's, though sweeps of one title begin in the same second."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{plan.title}-{secrets.token_hex(4)}"


def _find(session: Session, tracker: Tracker) -> tuple[Findings, int]:
    """Train, judge and replay; return the findings and the number of trials that Optuna was told of."""
    plan, known = session.plan, session.known
    n_per_task = trainings_per_task(plan, known.requests())
    recommender = wiring.make_recommender(plan, known)
    results, recommendations, fixes = [], [], []
    with SweepProgress(
        session.console, n_tasks=len(session.tasks), n_trainings=n_per_task * len(session.tasks)
    ) as progress:
        workshop = wiring.make_workshop(plan, known, session.folders, tracker, session.clock, progress.advance)
        for result in sweep(session.tasks, workshop):
            results.append(result)
            with session.clock.stage("replay"):
                recommendations.append(recommender.recommend(result))
                fixes += recommender.prescribe(result)
            progress.finish_task(result.problem.task.name, _outcome(result))
        held_back = {problem.task.name: rows for problem, rows in session.tasks}
        candidates = train_candidates(results, held_back, workshop)
        n_told = sum(workshop.open_study(problem).n_complete for problem, _ in session.tasks)
    with session.clock.stage("comparison"):
        across = AcrossTasks(wiring.importances(plan, results), candidates)
    return Findings(results, recommendations, fixes, across), n_told


def _outcome(result: TaskResult) -> str:
    """Return how many optimizers' defaults fail, hold or stay undecided on the task."""
    tuned = [contest for contest in result.contests if contest.remedy is None and contest.judgement]
    counts = Counter(contest.judgement.verdict.value for contest in tuned if contest.judgement)
    return ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))


def _require_all_kept(findings: Findings, n_told: int, tracked: Tracked) -> None:
    n_rows = count(findings.results)["trials"]
    require_equal_counts({"Optuna": n_told, "MLflow": len(tracked.run_ids), "trials.parquet": n_rows})


def _report(session: Session, findings: Findings, tracked: Tracked) -> Path:
    """Write tables, facts and report; show the verdicts."""
    from undefault.reporting import write_report

    plan, folder = session.plan, session.folders.report
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
    plan = session.plan
    notes = dict.fromkeys(note for problem, _ in session.tasks for note in _notes(problem))
    return {
        "sweep_id": session.folders.sweep_id,
        "title": plan.title,
        "command": _command(session.overrides),
        "commit": commit(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": plan.seed,
        "versions": versions(),
        "config": redacted_data(session.composed),
        "margin": plan.confirm.rule.margin,
        "alpha": plan.confirm.rule.alpha,
        "counts": {**count(findings.results), "trainings across tasks": findings.across.n_trainings},
        "mlflow": tracked.location,
        "wall_seconds": session.clock.seconds(),
        "notes": [*session.remarks, *notes],
        "tasks": [describe_task(result) for result in findings.results],
        "recommendations": findings.recommendations,
        "absent_remedies": absent_remedies(plan, session.composed),
        "fixes": findings.fixes,
        "limits": LIMITS,
    }


def _command(overrides: Sequence[str]) -> str:
    shown = shlex.join(map(redacted, overrides))
    return f"make sweep ARGS={shlex.quote(shown)}" if overrides else "make sweep"


def _notes(problem: Problem) -> list[str]:
    return [f"{problem.task.dataset.name}: {note}" for note in problem.dataset.notes]
