"""A real MLflow server that can be stopped, halted and started again, and a door before it that can be shut."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

START_SECONDS = 120.0


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """An MLflow server over an SQLite file in a sweep's folder, where `runs_in` finds it."""

    def __init__(self, folder: Path) -> None:
        self._store = folder / "mlruns"
        self._store.mkdir(parents=True)
        self._port = free_port()
        self.uri = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "mlflow", "server", "--port", str(self._port), "--workers", "1"]
        command += ["--backend-store-uri", f"sqlite:///{self._store}/mlflow.db"]
        command += ["--artifacts-destination", str(self._store / "artifacts")]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
        self._process = subprocess.Popen(command, env=environment, start_new_session=True, **quiet)  # type: ignore[call-overload] # noqa: S603
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"{self.uri}/health"):
            assert time.monotonic() < deadline, "the MLflow server did not start"
            time.sleep(0.2)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the server and its workers."""
        assert self._process is not None
        os.killpg(self._process.pid, number)

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self.send(signal.SIGKILL)
            self._process.wait()
            self._process = None


def _answers(uri: str) -> bool:
    try:
        with urllib.request.urlopen(uri, timeout=5) as answer:  # noqa: S310 - http on this machine
            return bool(answer.status == 200)
    except OSError:
        return False


class Door:
    """Passes requests on, or answers 500 while ``is_shut``."""

    def __init__(self, uri: str) -> None:
        self.is_shut = False
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                door._pass_on(self, uri)

            do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815 - the names that http.server asks for

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.uri = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _pass_on(self, asked: BaseHTTPRequestHandler, uri: str) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        if self.is_shut:
            status, answer = 500, b"{}"
        else:
            headers = {name: value for name, value in asked.headers.items() if name.lower() != "host"}
            request = urllib.request.Request(uri + asked.path, body or None, headers, method=asked.command)  # noqa: S310 - http on this machine
            try:
                with urllib.request.urlopen(request, timeout=60) as passed:  # noqa: S310
                    status, answer = passed.status, passed.read()
            except urllib.error.HTTPError as error:
                status, answer = error.code, error.read()
        asked.send_response(status)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(answer)))
        asked.end_headers()
        asked.wfile.write(answer)


@contextmanager
def mlflow_server(folder: Path) -> Iterator[Server]:
    """Yield a server that answers."""
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
