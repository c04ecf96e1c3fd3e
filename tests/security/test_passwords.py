"""A password in the address of a tracking server is in no byte that a real sweep writes, however the sweep ends."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, quote_plus

import pandas as pd
import pytest

from undefault.tracking import TELEMETRY_OFF

PASSWORD = "öpen=sesame/5&@x"  # noqa: S105 - planted
PIECE = "sesame"  # of it, which no encoding changes
ROOT = Path(__file__).parents[2]
TINY = (
    "experiment=smoke",
    "network=mlp_8",
    "task.epochs=4",
    "search.n_trials=8",
    "search.trials_per_round=2",
    "confirm.looks=[3]",
    "optimizers=[sgd,adam]",
    "portfolio.n_finalists=0",
    "dataset=csv",
    "dataset.path='<own>.csv'",
    "dataset.target='@answer'",
)
# Code that Python runs at the start of every process, the one that writes to MLflow included
SPY = """
import os, sys

def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        host = arguments[1][0] if event == "socket.connect" and isinstance(arguments[1], tuple) else arguments[0]
        if isinstance(host, (str, bytes)):
            with open(os.environ["SPY_FILE"], "a") as file:
                print(host, file=file)

sys.addaudithook(note)
"""


@dataclass(frozen=True)
class Swept:
    """A finished command and all that it and its server left behind."""

    folder: Path
    done: subprocess.CompletedProcess[bytes]

    def everything(self) -> dict[str, bytes]:
        """Return all bytes written, by the name of their file."""
        files = {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return {**files, "stdout": self.done.stdout, "stderr": self.done.stderr}

    def report(self) -> Path:
        """Return the folder of the report."""
        return next((self.folder / "mlruns" / "reports").iterdir())


def with_password(port: int) -> str:
    return f"http://me:{quote(PASSWORD, safe='')}@127.0.0.1:{port}"


def sweep(folder: Path, *overrides: str, **environment: str) -> Swept:
    """Run a small sweep of a hostile file as a command, in a process of its own."""
    columns = {"a": range(60), "=cmd()|'/C calc'!A0": [1] * 60, "<script>alert(1)</script>": [1] * 60}
    frame = pd.DataFrame({**columns, "b": [i % 7 for i in range(60)], "@answer": ["<b>|`x`", "=cmd()"] * 30})
    frame.to_csv(folder / "<own>.csv", index=False)
    (folder / "spy").mkdir(exist_ok=True)
    (folder / "spy" / "sitecustomize.py").write_text(SPY)
    paths = {"PYTHONPATH": f"{folder / 'spy'}:{ROOT / 'src'}", "SPY_FILE": str(folder / "connections.txt")}
    done = subprocess.run(  # noqa: S603 - the command under test
        [sys.executable, str(ROOT / "pipelines" / "sweep.py"), *TINY, *overrides],
        cwd=folder,
        env={**os.environ, **paths, **environment},
        capture_output=True,
        check=False,
    )
    return Swept(folder, done)


@contextmanager
def mlflow_server(folder: Path) -> Iterator[int]:
    """Serve MLflow's tracking on 127.0.0.1 and log it into the folder; give the port."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = int(chosen.getsockname()[1])
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    stores = ["--backend-store-uri", f"sqlite:///{folder}/server.db", "--artifacts-destination", f"{folder}/artifacts"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - MLflow's own server
            [*command, *stores],
            cwd=folder,
            env={**os.environ, **TELEMETRY_OFF, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_healthy(port, server)
            yield port
        finally:
            server.terminate()
            server.wait()


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the server did not come up")


@contextmanager
def answering(status: int) -> Iterator[int]:
    """Serve one status to whatever is asked; give the port."""

    class Answer(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 - names of http.server

        def log_message(self, *arguments: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def require_nowhere(swept: Swept) -> None:
    """Assert that no written byte holds a piece of the password, however it is encoded."""
    forms = {PASSWORD, quote(PASSWORD, safe=""), quote_plus(PASSWORD), PIECE}
    found = [name for name, content in swept.everything().items() for form in forms if form.encode() in content]
    assert found == []


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    folder = tmp_path_factory.mktemp("swept")
    with mlflow_server(folder) as port:
        swept = sweep(folder, f"tracking.uri='{with_password(port)}'")
    assert swept.done.returncode == 0, swept.done.stderr.decode()
    return swept


def test_a_sweep_that_ends_well_writes_its_password_nowhere(swept: Swept) -> None:
    require_nowhere(swept)
    assert b"http://***@127.0.0.1" in (swept.report() / "sweep.json").read_bytes()
    assert len(swept.everything()) > 20


def test_a_sweep_connects_to_this_machine_alone(swept: Swept) -> None:
    hosts = set((swept.folder / "connections.txt").read_text().split())
    assert hosts <= {"127.0.0.1", "localhost"}
    assert "127.0.0.1" in hosts


def test_markup_and_formulas_of_a_file_are_shown_and_not_run(swept: Swept) -> None:
    page, page_text = ((swept.report() / f"report.{kind}").read_text() for kind in ("html", "md"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page_text
    assert "&lt;script&gt;alert(1)" in page_text
    assert r"=cmd()\|" in page_text
    for table in swept.report().glob("*.csv"):
        cells = pd.read_csv(table, dtype="str", keep_default_na=False)
        for name in cells.columns:
            texts = cells[name][pd.to_numeric(cells[name], errors="coerce").isna()]
            assert not texts.str.match(r"[=+\-@\t\r\n]").any(), (table.name, name)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, 2, "must name a store that lets you in"),
        (500, 0, "nothing was written for 9 seconds"),
    ],
)
def test_a_sweep_that_its_server_turns_away_writes_its_password_nowhere(
    status: int, code: int, words: str, tmp_path: Path
) -> None:
    with answering(status) as port:
        uri = f"tracking.uri='{with_password(port)}'"
        swept = sweep(tmp_path, uri, "tracking.wait_seconds=9", MLFLOW_HTTP_REQUEST_MAX_RETRIES="0")
    said = " ".join((swept.done.stdout + swept.done.stderr).decode().split())
    assert swept.done.returncode == code
    assert words in said
    assert "Traceback" not in said
    require_nowhere(swept)


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://me:{PASSWORD}@127.0.0.1:1/db",
        f"postgresql://me:{quote(PASSWORD, safe='')}@127.0.0.1:1/db",
        f"mysql+pymysql://127.0.0.1/db?user=me&password={quote(PASSWORD, safe='')}",
        f"http://me:{quote(PASSWORD, safe='')}@127.0.0.1:999999",
        f"ftp://me:{quote(PASSWORD, safe='')}@host",
        f"sqlite:///no/such/folder/x.db?nolock=1&key={quote(PASSWORD, safe='')}&task.epoch=5",
    ],
)
@pytest.mark.parametrize(
    "override", ["tracking.uri='{}'", "title='{}'", "tracking.url='{}'", "{}", "dataset.path='{}'"]
)
def test_no_message_about_an_address_shows_its_password(
    address: str, override: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from pipelines.sweep import main

    from undefault.cli import run_command

    monkeypatch.chdir(tmp_path)
    arguments = ["experiment=smoke", override.format(address), "dataset=csv"]
    assert run_command(main, arguments, "") == 2
    shown = capfd.readouterr()
    assert PIECE not in shown.err + shown.out
