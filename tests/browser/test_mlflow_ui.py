"""The MLflow UI in a real browser, over a small sweep."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from undefault.tracking import (
    TELEMETRY_OFF,
    RunWriter,
    TrackedDataset,
    TrackedTrial,
    TrackingSummary,
    ui_command,
)

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STUDY = "wine/mlp_16"
REPORT = """<!doctype html><title>Report</title><h1>Verdicts</h1>
<p id="said">scripts are off</p><script>document.getElementById("said").textContent = "adam fails on wine"</script>"""
PATIENCE_MS = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium on the PATH, found none"),
]


@dataclass(frozen=True)
class Served:
    """A small sweep and the address of the UI that shows it."""

    address: str
    summary: TrackingSummary

    @property
    def experiment(self) -> str:
        return f"{self.address}/#/experiments/{self.summary.experiment_id}/runs"


def write_sweep(uri: str, report: Path) -> TrackingSummary:
    report.write_text(REPORT, encoding="utf-8")
    with RunWriter(uri, experiment="undefault", curve_points=10) as tracker:
        tracker.start_sweep(
            "s1", name="smoke sweep", tags={}, parameters={"n_trials": 3}, description="# About **this**"
        )
        dataset = TrackedDataset("wine", 178, 13, "scikit-learn", "0123abcd")
        tracker.start_study(STUDY, tags={"dataset": "wine"}, parameters={}, description="178 rows", dataset=dataset)
        tracker.log_trials([small_trial(number) for number in range(3)])
        return tracker.finish(artifacts=[report], metrics={"n_fails": 1.0})


def small_trial(number: int) -> TrackedTrial:
    curves = {"valid_loss": np.exp(-np.linspace(0, 3, 50)) + 0.1 * number}
    parameters = {"optimizer": "adam", "learning_rate": 10.0 ** (number - 4)}
    tags = {"phase": "search", "optimizer": "adam"}
    return TrackedTrial(
        STUDY, number, f"adam trial {number}", parameters, {"valid_loss": 0.1 * number}, {}, curves, tags
    )


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
        return port


@contextmanager
def ui_at(uri: str, log: Path) -> Iterator[str]:
    """Serve the UI until the block is left; give its address."""
    port = free_port()
    command, environment = ui_command(uri, port), {**os.environ, **TELEMETRY_OFF}
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(  # noqa: S603 - the command under test
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=log.parent
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 180
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/health"):  # noqa: S310 - http on 127.0.0.1
                return
        except urllib.error.URLError:
            time.sleep(0.3)
    pytest.fail(f"the UI did not come up: {log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("ui")
    uri = f"sqlite:///{folder}/mlflow.db"
    summary = write_sweep(uri, folder / "report.html")
    with ui_at(uri, folder / "ui.log") as address:
        yield Served(address, summary)


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield page
        browser.close()
