"""Whole sweeps in processes of their own, to be struck; and what they leave behind, to be compared."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

PIPELINES = Path(__file__).parents[2] / "pipelines"
TINY = (
    "experiment=smoke",
    "optimizers=[sgd,adam]",
    "remedy=[]",
    "task.epochs=5",
    "search.n_trials=6",
    "search.trials_per_round=2",
    "confirm.looks=[3]",
    "ladder.n_rates=3",
    "intervene.n_fresh_seeds=2",
    "executor.stall_seconds=15",
    "tracking.wait_seconds=30",
)
SAME = ("verdicts.csv", "remedies.csv", "interventions.csv", "fixes.csv", "findings.csv", "stability.csv")
POLL_SECONDS = 0.002
PATIENCE_SECONDS = 240.0


@dataclass(frozen=True)
class Struck:
    """A sweep under way in a folder of its own."""

    folder: Path
    process: subprocess.Popen[str]

    @property
    def stage(self) -> str:
        """What the sweep does now, by its own word; ``start`` before it has begun."""
        for path in self.folder.glob("mlruns/studies/*/stage"):
            return path.read_text().strip() or "start"
        return "start"

    def wait_for(self, stage: str) -> bool:
        """Return whether a stage was reached; not where the sweep ends before."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None:
            if self.stage == stage:
                return True
            assert time.monotonic() < deadline, f"{stage} was expected, got {self.stage}"
            time.sleep(POLL_SECONDS)
        return False

    def kill(self, *, group: bool) -> str:
        """Kill the sweep, alone or with its processes; return in which stage."""
        stage = self.stage
        if group:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()  # not read to its end, which processes left behind may put off
        return stage

    def children(self) -> list[int]:
        """Return the ids of the processes that the sweep started, in order."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and all that was said."""
        said, _ = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, said


def start(folder: Path, *overrides: str, pipeline: str = "sweep") -> Struck:
    """Start a tiny sweep, or another pipeline that takes what a sweep takes, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, str(PIPELINES / f"{pipeline}.py"), *TINY, *overrides],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    return Struck(folder, process)


def report_of(folder: Path) -> Path:
    """Return the folder of the one report that was written."""
    [facts] = (folder / "mlruns" / "reports").glob("*/sweep.json")
    return facts.parent


def differences(folder: Path, whole: Path) -> list[str]:
    """Return in what a sweep differs from one that was never struck: verdicts, trials, curves and MLflow's runs."""
    ours, theirs = report_of(folder), report_of(whole)
    found = [name for name in SAME if (ours / name).read_bytes() != (theirs / name).read_bytes()]
    for name in ("trials", "trainings", "curves", "test_losses"):
        tables = [pd.read_parquet(report / f"{name}.parquet") for report in (ours, theirs)]
        one, other = (table.drop(columns="mlflow_run_id", errors="ignore") for table in tables)
        if not one.equals(other):
            found.append(f"{name}.parquet")
    runs, expected = runs_in(folder), runs_in(whole)
    found += [f"lost in MLflow: {key}" for key in expected.keys() - runs.keys()]
    found += [f"new in MLflow: {key}" for key in runs.keys() - expected.keys()]
    found += [f"{run.count} times in MLflow: {key}" for key, run in runs.items() if run.count != 1]
    found += [f"{run.statuses} in MLflow: {key}" for key, run in runs.items() if run.statuses != {"FINISHED"}]
    return found + [f"points of {key}" for key in runs.keys() & expected if runs[key].n != expected[key].n]


@dataclass
class Runs:
    """The runs of one key: how many, how they stand, and how many parameters and points they hold."""

    count: int
    statuses: set[str]
    n: tuple[int, int]


def runs_in(folder: Path) -> dict[tuple[str, str, str], Runs]:
    """Return the runs in a sweep's own SQLite file by level, study and number."""
    query = """
        SELECT r.run_uuid, r.status, (SELECT COUNT(*) FROM params p WHERE p.run_uuid = r.run_uuid),
               (SELECT COUNT(*) FROM metrics m WHERE m.run_uuid = r.run_uuid)
        FROM runs r WHERE r.lifecycle_stage = 'active'"""
    found: dict[tuple[str, str, str], Runs] = {}
    with closing(sqlite3.connect(folder / "mlruns" / "mlflow.db", timeout=20)) as database:
        for run_id, status, n_parameters, n_points in database.execute(query).fetchall():
            tags = dict(database.execute("SELECT key, value FROM tags WHERE run_uuid = ?", (run_id,)).fetchall())
            key = (tags["undefault.level"], tags.get("undefault.study", ""), tags.get("undefault.trial", ""))
            known = found.setdefault(key, Runs(0, set(), (n_parameters, n_points)))
            known.count += 1
            known.statuses.add(status)
    return found


def counted(stages: Sequence[str]) -> str:
    """Return how often each stage came, on one line."""
    return ", ".join(f"{stage} {n}" for stage, n in sorted(Counter(stages).items()))
