"""Tracking URIs: absolute, and understood or refused."""

import sys
from pathlib import Path

import pytest

from undefault.errors import ConfigError
from undefault.tracking import ui_command
from undefault.tracking.uri import absolute_uri, artifact_folder


def test_a_relative_file_is_made_absolute_and_its_artifacts_lie_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uri = absolute_uri("sqlite:///mlruns/mlflow.db?timeout=9")
    assert uri == f"sqlite:///{tmp_path}/mlruns/mlflow.db?timeout=9"
    assert absolute_uri(uri) == uri
    assert artifact_folder(uri) == tmp_path / "mlruns" / "artifacts"


def test_a_server_decides_itself_where_artifacts_lie() -> None:
    assert absolute_uri("http://127.0.0.1:5000") == "http://127.0.0.1:5000"
    assert artifact_folder("http://127.0.0.1:5000") is None


@pytest.mark.parametrize("uri", ["mlruns", "file:///tmp/mlruns", "sqlite:mlflow.db", ""])
def test_a_uri_that_names_neither_database_nor_server_is_refused(uri: str) -> None:
    with pytest.raises(ConfigError, match=r"use sqlite:///mlruns/mlflow\.db for a file"):
        absolute_uri(uri)


def test_the_ui_listens_on_this_machine_only(tmp_path: Path) -> None:
    command = ui_command(f"sqlite:///{tmp_path}/mlflow.db", 5123)
    assert command[:4] == [sys.executable, "-m", "mlflow", "ui"]
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--port") + 1] == "5123"


def test_a_server_is_not_served_a_second_time_and_its_token_is_not_shown() -> None:
    with pytest.raises(ConfigError, match=r"got https://\*\*\*@host"):
        ui_command("https://token@host", 5000)
