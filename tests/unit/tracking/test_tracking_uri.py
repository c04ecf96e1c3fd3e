"""Tracking URIs: absolute, and shown without secrets."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.errors import ConfigError
from undefault.tracking import redacted, ui_command
from undefault.tracking.uri import absolute_uri, artifact_folder, without_secrets

passwords = st.text(
    st.characters(codec="utf-8", exclude_characters="&", categories=["L", "N", "P", "S"]), min_size=3
).map(lambda text: f"S{text}E")


@given(password=passwords)
def test_no_password_survives_redaction(password: str) -> None:
    for uri in (f"postgresql://me:{password}@db/x", f"https://me:{password}@host", f"mysql://db/x?password={password}"):
        assert password not in redacted(uri)
        assert password not in without_secrets(f"cannot reach {uri} as {password}", uri)


def test_a_token_in_place_of_a_user_is_redacted() -> None:
    assert redacted("https://dapi123@host/mlflow") == "https://***@host/mlflow"


def test_a_password_is_taken_out_of_a_message_also_when_the_message_decodes_it() -> None:
    assert without_secrets("login with a/b failed", "postgresql://me:a%2Fb@db/x") == "login with *** failed"


@pytest.mark.parametrize("uri", ["sqlite:////data/a:b@c/mlflow.db", "http://127.0.0.1:5000", "postgresql://me@db/x"])
def test_a_uri_without_secrets_is_shown_as_it_is(uri: str) -> None:
    assert redacted(uri) == uri


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
