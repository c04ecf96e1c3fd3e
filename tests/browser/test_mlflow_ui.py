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
from playwright.sync_api import Locator, Page, expect, sync_playwright

from undefault.tracking import (
    TELEMETRY_OFF,
    RunWriter,
    TrackedDataset,
    TrackedTrial,
    TrackingSummary,
    sweep_links,
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
    """A small sweep and the port of the UI that shows it."""

    port: int
    summary: TrackingSummary

    def run_page(self, run_id: str) -> str:
        """Return the address of the page of a run."""
        return f"http://127.0.0.1:{self.port}/#/experiments/{self.summary.experiment_id}/runs/{run_id}"


def write_sweep(uri: str, report: Path) -> TrackingSummary:
    report.write_text(REPORT, encoding="utf-8")
    with RunWriter(uri, experiment="undefault", curve_points=10, lock=report.with_suffix(".lock")) as tracker:
        tracker.start_sweep(
            "s1", name="smoke sweep", tags={}, parameters={"n_trials": 3}, description="# About **this**"
        )
        dataset = TrackedDataset("wine", 178, 13, "scikit-learn", "0123abcd")
        tracker.start_study(STUDY, tags={"dataset": "wine"}, parameters={}, description="178 rows", dataset=dataset)
        tracker.log_trials([small_trial(number) for number in range(3)])
        return tracker.finish(artifacts=[report], metrics={"n_fails": 1.0})


def small_trial(number: int) -> TrackedTrial:
    curves = {"valid_loss": np.exp(-np.linspace(0, 3, 50)) + 0.1 * number}
    parameters: dict[str, str | float] = {"optimizer": "adam", "learning_rate": 10.0 ** (number - 4)}
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
def ui_of(uri: str, log: Path) -> Iterator[int]:
    """Serve the UI until the block is left; give its port."""
    port = free_port()
    command, environment = ui_command(uri, port), {**os.environ, **TELEMETRY_OFF}
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(  # noqa: S603 - the command under test
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=log.parent
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
            yield port
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
    with ui_of(uri, folder / "ui.log") as port:
        yield Served(port, summary)


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield page
        browser.close()


def row(page: Page, name: str) -> Locator:
    """Return the row of a run in the table of runs."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def unfold(page: Page, name: str) -> None:
    """Show the runs nested under a run: the only button in its row."""
    row(page, name).get_by_role("button").click()


def indent(page: Page, name: str) -> float:
    """Return how far from the left the name of a run stands, in pixels."""
    box = row(page, name).get_by_role("link", name=name, exact=True).bounding_box()
    assert box is not None
    return box["x"]


def test_runs_are_listed_nested_trial_under_study_under_sweep(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto(sweep_links(served.port, served.summary.experiment_id, "s1")["with their trials"])
    expect(row(page, "smoke sweep")).to_be_visible()
    expect(row(page, STUDY)).to_have_count(0)
    unfold(page, "smoke sweep")
    expect(row(page, STUDY)).to_be_visible()
    expect(row(page, "adam trial 0")).to_have_count(0)
    unfold(page, STUDY)
    for number in range(3):
        expect(row(page, f"adam trial {number}")).to_be_visible()
    assert indent(page, "smoke sweep") < indent(page, STUDY) < indent(page, "adam trial 0")
    page.screenshot(path=tmp_path / "runs.png")


def test_the_report_opens_among_the_artifacts_of_the_sweep_and_its_scripts_run(
    page: Page, served: Served, tmp_path: Path
) -> None:
    page.goto(f"{served.run_page(served.summary.sweep_run_id)}/artifacts")
    page.get_by_text("report.html").first.click()
    report = page.frame_locator("iframe")
    expect(report.get_by_role("heading", name="Verdicts")).to_be_visible()
    expect(report.get_by_text("adam fails on wine")).to_be_visible()
    page.screenshot(path=tmp_path / "report.png")


def test_the_page_of_a_study_shows_its_dataset_its_description_and_its_trials(page: Page, served: Served) -> None:
    page.goto(served.run_page(served.summary.study_run_ids[STUDY]))
    expect(page.get_by_text("wine (0123abcd)")).to_be_visible()
    expect(page.get_by_text("178 rows")).to_be_visible()
    expect(page.get_by_role("link", name="smoke sweep")).to_be_visible()
    expect(page.get_by_role("link", name="adam trial 2")).to_be_visible()
