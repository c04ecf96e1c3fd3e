"""The fault table: each fault is injected for real, into a whole sweep under way."""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mlflow_server import Door, mlflow_server
from sweeps_for_faults import PIPELINES, Struck, differences, report_of, runs_in, start

pytestmark = pytest.mark.faults


def ends_well(running: Struck, whole: Path) -> str:
    """Wait for a sweep that must end as the whole one; return what it said."""
    code, said = running.end()
    assert code == 0, said
    assert differences(running.folder, whole) == []
    return said


def notes(folder: Path) -> str:
    return "\n".join(json.loads((report_of(folder) / "sweep.json").read_text())["notes"])


def reconcile(folder: Path) -> None:
    command = [sys.executable, str(PIPELINES / "reconcile.py")]
    done = subprocess.run(command, check=False, cwd=folder, text=True, capture_output=True)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr


# MLflow


def test_a_server_that_is_down_for_a_while_is_caught_up_with(tmp_path: Path, whole: Path) -> None:
    with mlflow_server(tmp_path) as server:
        running = start(tmp_path, f"tracking.uri={server.uri}", "tracking.wait_seconds=100")
        assert running.wait_for("training select")
        server.stop()
        assert running.wait_for("replay")
        server.start()
        ends_well(running, whole)


def test_a_server_that_stays_down_leaves_a_whole_report_and_reconcile_catches_up(tmp_path: Path, whole: Path) -> None:
    with mlflow_server(tmp_path) as server:
        running = start(tmp_path, f"tracking.uri={server.uri}", "tracking.wait_seconds=5")
        assert running.wait_for("training select")
        server.stop()
        code, said = running.end()
        assert code == 0, said
        assert "could not be written: nothing was written for 5 seconds" in said.replace("\n", " ")
        assert json.loads((report_of(tmp_path) / "sweep.json").read_text())["mlflow"]["behind"]
        assert runs_in(tmp_path).keys() < runs_in(whole).keys()
        server.start()
        reconcile(tmp_path)
        assert differences(tmp_path, whole) == []
        assert json.loads((report_of(tmp_path) / "sweep.json").read_text())["mlflow"]["behind"] is None


def test_a_server_that_is_halted_for_a_while_is_caught_up_with(tmp_path: Path, whole: Path) -> None:
    with mlflow_server(tmp_path) as server:
        running = start(tmp_path, f"tracking.uri={server.uri}", "tracking.wait_seconds=100")
        assert running.wait_for("training select")
        server.send(signal.SIGSTOP)
        assert running.wait_for("replay")
        server.send(signal.SIGCONT)
        ends_well(running, whole)


def test_a_server_that_answers_500_for_a_while_is_caught_up_with(tmp_path: Path, whole: Path) -> None:
    with mlflow_server(tmp_path) as server:
        door = Door(server.uri)
        running = start(tmp_path, f"tracking.uri={door.uri}", "tracking.wait_seconds=100")
        assert running.wait_for("training select")
        door.is_shut = True
        assert running.wait_for("replay")
        door.is_shut = False
        ends_well(running, whole)
        door.close()


def test_a_server_that_is_down_at_first_is_waited_for_where_it_need_not_answer(tmp_path: Path, whole: Path) -> None:
    with mlflow_server(tmp_path) as server:
        server.stop()
        code, said = start(tmp_path / "strict", f"tracking.uri={server.uri}").end()
        assert code == 2
        assert "tracking.uri must name a server that answers" in said
        more = (f"tracking.uri={server.uri}", "tracking.must_answer=false", "tracking.wait_seconds=100")
        running = start(tmp_path, *more)
        assert running.wait_for("training confirm")
        server.start()
        ends_well(running, whole)


def test_a_locked_database_is_waited_for(tmp_path: Path, whole: Path) -> None:
    running = start(tmp_path, "tracking.wait_seconds=100")
    assert running.wait_for("training select")
    database = sqlite3.connect(tmp_path / "mlruns" / "mlflow.db", timeout=60, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    assert running.wait_for("replay")
    time.sleep(25)  # longer than MLflow itself waits
    database.execute("ROLLBACK")
    database.close()
    ends_well(running, whole)


def test_a_deleted_database_is_made_anew_by_reconcile(tmp_path: Path, whole: Path) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "mlruns" / "reports")
    (tmp_path / "copy" / "mlruns" / "mlflow.db").unlink()
    reconcile(tmp_path / "copy")
    assert differences(tmp_path / "copy", whole) == []


# The disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system too small for a sweep, on which nothing else lies."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("mounting a small file system takes root")
    command = [mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:  # noqa: S603
        pytest.skip("no file system can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)  # noqa: S603, S607


def remount(disk: Path, options: str) -> None:
    """Mount anew with other options, between two writes: a file that is open for writing keeps a disk from that."""
    deadline = time.monotonic() + 60
    while subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=False).returncode != 0:  # noqa: S603, S607
        assert time.monotonic() < deadline, f"{disk} cannot be mounted with {options}"


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_disk_that_takes_no_more_ends_the_sweep_which_then_goes_on(
    fault: str, tmp_path: Path, small_disk: Path, whole: Path
) -> None:
    (tmp_path / "mlruns").mkdir()
    for name in ("studies", "reports"):
        (small_disk / name).mkdir()
        (tmp_path / "mlruns" / name).symlink_to(small_disk / name)
    if fault == "read-only":
        remount(small_disk, "size=100m")
    running = start(tmp_path)
    if fault == "read-only":
        assert running.wait_for("training select")
        remount(small_disk, "ro")
    code, said = running.end()
    assert code == 2, said
    assert re.search("must be writable.*resume", said.replace("\n", " "))
    assert "Traceback" not in said
    remount(small_disk, "rw,size=100m")
    ends_well(start(tmp_path, "sweep.resume=latest"), whole)


# The process that trains


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (signal.SIGKILL, "died (by signal SIGKILL)"),
        (signal.SIGSEGV, "died (by signal SIGSEGV)"),
        (signal.SIGSTOP, "stood still for 15 s"),
    ],
)
def test_a_worker_that_is_lost_is_replaced_and_its_batch_runs_again(
    number: signal.Signals, told: str, tmp_path: Path, whole: Path
) -> None:
    running = start(tmp_path)
    assert running.wait_for("training confirm")
    os.kill(workers_of(running)[0], number)
    ends_well(running, whole)
    assert told in notes(tmp_path)


def workers_of(running: Struck) -> list[int]:
    """Return the ids of the processes that train: spawned, and of the sweep's own priority, unlike what writes."""
    own = os.getpriority(os.PRIO_PROCESS, running.process.pid)
    spawned = [pid for pid in running.children() if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    return [pid for pid in spawned if os.getpriority(os.PRIO_PROCESS, pid) == own]


def test_a_worker_without_memory_is_replaced_by_one_that_takes_less(tmp_path: Path) -> None:
    running = start(tmp_path, "dataset=digits", "network=mlp_128")
    assert running.wait_for("training select")
    resource.prlimit(workers_of(running)[0], resource.RLIMIT_AS, (2**20, 2**20))  # less than it has
    code, said = running.end()
    assert code == 0, said
    assert "they were trained again, within 512 MB" in notes(tmp_path)


def test_a_batch_that_kills_its_workers_is_set_aside_with_its_task_and_the_others_are_swept(tmp_path: Path) -> None:
    running = start(tmp_path)
    assert running.wait_for("training confirm")
    struck: set[int] = set()
    while len(struck) < 3:
        time.sleep(0.02)
        for pid in set(workers_of(running)) - struck:
            os.kill(pid, signal.SIGKILL)
            struck.add(pid)
    code, said = running.end()
    assert code == 4, said
    assert "iris/mlp_8 was set aside" in said.replace("\n", " ")
    facts = json.loads((report_of(tmp_path) / "sweep.json").read_text())
    assert facts["set_aside"] == ["iris/mlp_8"]
    assert [task["study"] for task in facts["tasks"]] == ["moons/mlp_8"]


# Signals, clocks and company


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_interrupt_ends_the_sweep_within_half_a_minute_and_it_goes_on(
    number: signal.Signals, code: int, tmp_path: Path, whole: Path
) -> None:
    running = start(tmp_path)
    assert running.wait_for("training confirm")
    begun = time.monotonic()
    os.killpg(running.process.pid, number)
    ended, said = running.end()
    assert ended == code, said
    assert time.monotonic() - begun < 30
    assert "go on with sweep.resume=latest" in said.replace("\n", " ")
    ends_well(start(tmp_path, "sweep.resume=latest"), whole)


def test_a_second_sweep_on_the_same_folder_is_turned_away_and_harms_nothing(tmp_path: Path, whole: Path) -> None:
    running = start(tmp_path)
    assert running.wait_for("training select")
    code, said = start(tmp_path).end()
    assert code == 75
    assert "another sweep is running" in said.replace("\n", " ")
    ends_well(running, whole)


def test_two_sweeps_at_once_share_one_mlflow(tmp_path: Path, whole: Path) -> None:
    uri = f"tracking.uri=sqlite:///{tmp_path}/mlruns/mlflow.db"
    one, other = start(tmp_path, uri), start(tmp_path, uri, "sweep.folder=other")
    for code, said in (one.end(), other.end()):
        assert code == 0, said
    assert {key: run.count for key, run in runs_in(tmp_path).items()} == dict.fromkeys(runs_in(whole), 2)
