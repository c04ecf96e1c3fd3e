"""The process that writes to MLflow: kept apart from training, and never in its way when it fails."""

import multiprocessing
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from mlflow import MlflowClient

from undefault.errors import OutputError
from undefault.tracking import RunWriter, TrackedDataset, TrackedTrial, TrialUpdate
from undefault.tracking.child import NICENESS

# MLflow 3.17 asks SQLAlchemy 2.1 for a loading strategy that 2.1 deprecates; only MLflow can change that.
pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy:sqlalchemy.exc.SADeprecationWarning")

STUDY = "wine/mlp_16"

SWEEP = """
import os, sys, time
from multiprocessing import active_children
from pathlib import Path
import numpy as np
from undefault.tracking import TrackedDataset, TrackedTrial, RunWriter

def run(uri, before_finish):
    lock = Path(uri.removeprefix("sqlite:///")).parent / "lock"
    with RunWriter(uri, experiment="undefault", curve_points=10, lock=lock) as tracker:
        tracker.start_sweep("s1", name="s1", tags={}, parameters={}, description="")
        dataset = TrackedDataset("wine", 178, 13, "scikit-learn", "0123")
        tracker.start_study("wine/mlp_16", tags={}, parameters={}, description="", dataset=dataset)
        tracker.log_trials([TrackedTrial("wine/mlp_16", 0, "adam", {}, {"valid_loss": 1.0})])
        before_finish(tracker)
        tracker.finish(artifacts=[], metrics={})
"""


def uri_in(folder: Path) -> str:
    return f"sqlite:///{folder}/mlflow.db"


def tracker_at(folder: Path, uri: str | None = None) -> RunWriter:
    """A writer to the file in the folder, or to another store."""
    return RunWriter(uri or uri_in(folder), experiment="undefault", curve_points=10, lock=folder / "lock")


def begin(tracker: RunWriter, n_trials: int = 3) -> None:
    tracker.start_sweep("s1", name="smoke", tags={}, parameters={}, description="")
    dataset = TrackedDataset("wine", 178, 13, "scikit-learn", "0123")
    tracker.start_study(STUDY, tags={}, parameters={}, description="", dataset=dataset)
    curve = {"valid_loss": np.linspace(1, 0, 30)}
    tracker.log_trials([TrackedTrial(STUDY, n, f"adam {n}", {}, {"loss": 1.0}, {}, curve) for n in range(n_trials)])


def statuses(folder: Path) -> dict[str, str]:
    """The status of every run by its name; none while there is no table of runs."""
    if not (folder / "mlflow.db").exists():
        return {}
    with closing(sqlite3.connect(folder / "mlflow.db", timeout=20)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchall():
            return {}
        return dict(database.execute("SELECT name, status FROM runs").fetchall())


def wait_for(folder: Path, expected: Mapping[str, str]) -> None:
    """Wait until the runs stand as expected; the caller asserts nothing about how long that takes."""
    deadline = time.monotonic() + 120
    while statuses(folder) != expected:
        assert time.monotonic() < deadline, f"expected {expected}, got {statuses(folder)}"
        time.sleep(0.1)


def writing_process() -> multiprocessing.process.BaseProcess:
    [process] = [child for child in multiprocessing.active_children() if child.name == "undefault-mlflow"]
    return process


def run_python(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, text=True, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - this very Python


def test_a_sweep_is_in_mlflow_when_finish_returns(tmp_path: Path) -> None:
    seen = list[tuple[int, int]]()
    with tracker_at(tmp_path) as tracker:
        begin(tracker)
        tracker.update_trials([TrialUpdate(STUDY, 1, {"test_loss": 0.5})])
        summary = tracker.finish(artifacts=[], metrics={}, progress=lambda done, queued: seen.append((done, queued)))
        assert tracker.failed is None
    assert summary.n_trial_runs == {STUDY: 3}
    run = MlflowClient(uri_in(tmp_path)).get_run(summary.trial_run_ids[STUDY, 1])
    assert run.data.metrics["test_loss"] == 0.5
    assert seen[0] == (0, 5)
    assert seen == sorted(seen)
    assert tracker.failed is None
    assert set(statuses(tmp_path).values()) == {"FINISHED"}


def test_what_was_collected_half_way_is_in_mlflow_and_more_may_follow(tmp_path: Path) -> None:
    with tracker_at(tmp_path) as writer:
        begin(writer, n_trials=1)
        assert writer.collect().n_trial_runs == {STUDY: 1}
        assert set(statuses(tmp_path).values()) == {"RUNNING", "FINISHED"}
        writer.log_trials([TrackedTrial(STUDY, 1, "adam 1", {})])
        assert writer.finish(artifacts=[], metrics={}).n_trial_runs == {STUDY: 2}


def test_leaving_without_finish_still_writes_everything(tmp_path: Path) -> None:
    with tracker_at(tmp_path) as tracker:
        begin(tracker)
    assert len(statuses(tmp_path)) == 1 + 1 + 3
    assert set(statuses(tmp_path).values()) == {"FINISHED"}


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError, "FAILED"), (KeyboardInterrupt, "KILLED")])
def test_a_sweep_left_by_an_exception_is_not_shown_as_finished(
    tmp_path: Path, error: type[BaseException], status: str
) -> None:
    def interrupted_sweep() -> None:
        with tracker_at(tmp_path) as tracker:
            begin(tracker, n_trials=1)
            wait_for(tmp_path, {"smoke": "RUNNING", STUDY: "RUNNING", "adam 0": "FINISHED"})
            raise error

    with pytest.raises(error):
        interrupted_sweep()
    assert statuses(tmp_path) == {"smoke": status, STUDY: status, "adam 0": "FINISHED"}


def test_a_dead_process_is_reported_and_training_goes_on(tmp_path: Path) -> None:
    with tracker_at(tmp_path) as tracker:
        begin(tracker)
        writing_process().kill()
        writing_process().join()
        tracker.log_trials([TrackedTrial(STUDY, 9, "late", {})])
        assert "died (exit code -9)" in str(tracker.failed)
        with pytest.raises(OutputError, match=r"died \(exit code -9\).*make reconcile"):
            tracker.finish(artifacts=[], metrics={})


def test_a_process_that_stands_still_is_given_up_and_removed(tmp_path: Path) -> None:
    with tracker_at(tmp_path) as tracker:
        begin(tracker)
        os.kill(writing_process().pid or 0, signal.SIGSTOP)
        with pytest.raises(OutputError, match=r"nothing was written for 0\.3 seconds"):
            tracker.finish(artifacts=[], metrics={}, stall_seconds=0.3)
    assert not multiprocessing.active_children()


def test_a_server_that_is_down_is_named_without_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound but not listening: every connection is refused
        uri = f"http://me:open-sesame@127.0.0.1:{held.getsockname()[1]}"
        with tracker_at(tmp_path, uri) as tracker:
            begin(tracker)
            with pytest.raises(OutputError, match=r"http://\*\*\*@127\.0\.0\.1.*reachable") as caught:
                tracker.finish(artifacts=[], metrics={}, stall_seconds=3)
    assert "open-sesame" not in str(caught.value)


def test_a_store_that_cannot_be_written_is_reported_at_the_end_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with tracker_at(tmp_path, uri_in(tmp_path / "file")) as tracker:
        begin(tracker)
        with pytest.raises(OutputError, match=r"nothing was written for 15 seconds \(FileExistsError"):
            tracker.finish(artifacts=[], metrics={}, stall_seconds=15)


def test_an_interrupt_of_the_terminal_does_not_end_the_writing(tmp_path: Path) -> None:
    with tracker_at(tmp_path) as tracker:
        os.kill(writing_process().pid or 0, signal.SIGINT)
        begin(tracker)
        assert tracker.finish(artifacts=[], metrics={}).n_trial_runs == {STUDY: 3}


def test_the_writing_process_gives_way_to_training(tmp_path: Path) -> None:
    with tracker_at(tmp_path) as tracker:
        begin(tracker)
        tracker.collect()
        written_at = os.getpriority(os.PRIO_PROCESS, writing_process().pid or 0)
    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert written_at == min(own + NICENESS, 19)


def test_what_comes_before_its_study_or_sweep_is_refused_at_once(tmp_path: Path) -> None:
    tracker = tracker_at(tmp_path)
    dataset = TrackedDataset("wine", 178, 13, "scikit-learn", "0123")
    with pytest.raises(ValueError, match="call start_sweep first"):
        tracker.start_study(STUDY, tags={}, parameters={}, description="", dataset=dataset)
    with pytest.raises(ValueError, match="call start_study first"):
        tracker.log_trials([TrackedTrial(STUDY, 0, "adam", {})])
    with pytest.raises(ValueError, match="sweep_id must consist of"):
        tracker.start_sweep("it's", name="", tags={}, parameters={}, description="")


def test_training_imports_no_mlflow_writing_no_tensorflow_and_neither_says_a_word(tmp_path: Path) -> None:
    script = tmp_path / "sweep.py"
    check = """
def look(tracker):
    [child] = active_children()
    database = Path(sys.argv[1]) / "mlflow.db"
    while not (database.exists() and b"valid_loss" in database.read_bytes()):
        assert tracker.failed is None, tracker.failed
        time.sleep(0.05)
    (Path(sys.argv[1]) / "maps").write_text(Path(f"/proc/{child.pid}/maps").read_text())
    (Path(sys.argv[1]) / "modules").write_text("\\n".join(sys.modules))

if __name__ == "__main__":
    run(f"sqlite:///{sys.argv[1]}/mlflow.db", look)
"""
    script.write_text(SWEEP + check, encoding="utf-8")
    process = run_python(str(script), str(tmp_path))
    assert process.communicate() == ("", "")
    assert process.returncode == 0
    assert not re.search("^(mlflow|tensorflow|sqlalchemy)$", (tmp_path / "modules").read_text(), re.MULTILINE)
    assert "sqlite3" in (tmp_path / "maps").read_text()
    assert "tensorflow" not in (tmp_path / "maps").read_text()


def test_runs_are_closed_as_killed_when_training_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "sweep.py"
    kill = """
if __name__ == "__main__":
    run(f"sqlite:///{sys.argv[1]}/mlflow.db", lambda tracker: (input(), os.kill(os.getpid(), 9)))
"""
    script.write_text(SWEEP + kill, encoding="utf-8")
    process = run_python(str(script), str(tmp_path))
    wait_for(tmp_path, {"s1": "RUNNING", STUDY: "RUNNING", "adam": "FINISHED"})
    process.communicate("\n")
    assert process.returncode == -signal.SIGKILL
    wait_for(tmp_path, {"s1": "KILLED", STUDY: "KILLED", "adam": "FINISHED"})


def test_mlflow_reports_to_nobody_under_the_environment_of_the_writing_process(tmp_path: Path) -> None:
    code = """
from undefault.tracking.child import prepare_environment
prepare_environment()
import mlflow
from mlflow.telemetry.client import get_telemetry_client
print(get_telemetry_client())
"""
    names = ("PATH", "PYTHONPATH")  # neither CI nor pytest, under which MLflow keeps quiet by itself
    environment = {name: os.environ[name] for name in names if name in os.environ}
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    process = run_python("-c", code, environment=environment | home)
    assert process.communicate() == ("None\n", "")
    assert not list(tmp_path.rglob("telemetry.json"))
