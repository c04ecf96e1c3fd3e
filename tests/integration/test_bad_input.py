"""Bad input that needs a server, a second sweep or a process of its own; all other is in tests/corpus."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pipelines.sweep import main

from undefault import wiring
from undefault.cli import run_command
from undefault.engine.networks import activations, build_network
from undefault.folders import SweepFolders, exclusive
from undefault.records import DatasetSpec, NetworkSpec, Task, TaskType

PIPELINE = Path(__file__).parents[2] / "pipelines" / "sweep.py"
INLINE = "executor=inline"
SMALL = ("experiment=smoke", "dataset=iris", "optimizers=[sgd,adam]", "search.n_trials=8", "task.epochs=3", INLINE)


@pytest.fixture(autouse=True)
def _in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], *overrides: str) -> str:
    """Return the message of a command that ends with 2 and writes nothing but what was there."""
    before = set(Path.cwd().rglob("*"))
    assert run_command(main, [*SMALL, *overrides], "") == 2
    assert set(Path.cwd().rglob("*")) == before
    return capsys.readouterr().err


def test_every_activation_that_is_offered_builds() -> None:
    for name in activations():
        network = NetworkSpec("own", (4,), name)
        task = Task(DatasetSpec("d", "iris"), network, TaskType.BINARY, 3, 1, "mse", epochs=1, batch_size=8)
        assert build_network(task)(np.ones((2, 3), np.float32)).shape == (2, 1)


def test_a_tracking_server_that_does_not_answer_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        message = refused(capsys, f"tracking.uri='http://me:secret@127.0.0.1:{unused.getsockname()[1]}'")
    assert "must name a server that answers, got 'http://***@127.0.0.1" in message
    assert "start it" in message


def test_a_database_that_another_program_holds_is_refused_before_anything_is_trained(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("undefault.destination.CONNECT_SECONDS", 0.1)
    held = sqlite3.connect("own.db", isolation_level=None)
    held.execute("CREATE TABLE t (x)")
    held.execute("BEGIN EXCLUSIVE")
    assert "database is locked; close the program that holds it" in refused(capsys, "tracking.uri=sqlite:///own.db")
    held.close()


def test_a_second_sweep_exits_with_75(capsys: pytest.CaptureFixture[str]) -> None:
    with exclusive(Path("locked")):
        assert run_command(main, [*SMALL, "sweep.folder=locked"], "") == 75
    assert "another sweep is running on locked" in capsys.readouterr().err


def test_two_sweeps_of_one_title_in_the_same_second_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def note(_plan: object, _known: object, folders: SweepFolders) -> None:
        names.append(folders.sweep_id)
        raise KeyboardInterrupt

    monkeypatch.setattr(wiring, "open_tracker", note)
    monkeypatch.setattr("undefault.sweep_command.datetime", _Stopped)
    assert [run_command(main, [*SMALL, f"sweep.folder={name}"], "") for name in "ab"] == [130, 130]
    assert len({*names}) == 2
    assert len({name[:15] for name in names}) == 1


class _Stopped:
    """A clock that stands still."""

    @staticmethod
    def now(_zone: object) -> pd.Timestamp:
        return pd.Timestamp("2030-01-01")


def test_the_command_itself_answers_a_misspelt_key_with_one_line(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(PIPELINE), "task.epoch=5"],
        env={**os.environ, "PYTHONPATH": str(PIPELINE.parents[1] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = "error: unknown configuration key 'task.epoch'; did you mean 'task.epochs'?\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert list(tmp_path.iterdir()) == []
