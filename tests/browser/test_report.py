"""The report in a real browser: offline, silent, no page scroll, and its controls work."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from tests.unit.reporting.synthetic_folder import WEIRD, Shape, write_folder

from undefault.reporting import write_report

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape = Shape(studies=(("iris", "linear"), ("wine", "mlp_16")), n_epochs=20, n_seeds=3)
    return write_report(write_folder(tmp_path_factory.mktemp("sweep"), shape))


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(report.as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_for_nothing_logs_nothing_and_does_not_scroll_sideways(
    browser: Browser, report: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report.as_uri())
    page.wait_for_selector("#curves-plot .main-svg")
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_sorting_by_regret_orders_the_rows(page: Page) -> None:
    regrets = "[...document.querySelectorAll('#verdict-table tbody tr')].map(row => Number(row.cells[3].dataset.sort))"
    heading = page.locator("#verdict-table button", has_text="Regret")
    heading.click()
    assert page.evaluate(regrets) == sorted(page.evaluate(regrets))
    heading.click()
    assert page.evaluate(regrets) == sorted(page.evaluate(regrets), reverse=True)


def test_filters_leave_the_rows_asked_for(page: Page) -> None:
    page.select_option("[data-filters] select[name=optimizer]", "adadelta")
    page.fill("[data-filters] input", "wine")
    assert page.locator("#verdict-table tbody tr:visible").count() == 1
    assert page.locator("[data-filters] output").inner_text() == "1 of 18 rows"


def test_a_cell_of_the_map_shows_its_curves(page: Page) -> None:
    page.locator(".map a[data-study='wine/mlp_16'][data-optimizer='sgd']").click()
    assert page.locator("#curves-form select[name=study]").input_value() == "wine/mlp_16"
    assert page.locator("#curves-form select[name=optimizer]").input_value() == "sgd"
    assert page.locator("#curves-plot .legendtext").all_text_contents() == ["constant prediction", "default", "tuned"]


def test_a_cell_of_the_map_tells_its_interval_on_hover(page: Page) -> None:
    page.locator(".map a").first.hover()
    assert "95\N{NO-BREAK SPACE}% interval" in page.locator("#hint").inner_text()


def test_names_with_markup_run_no_script(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    alerts: list[str] = []

    def note(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.on("pageerror", lambda error: alerts.append(str(error)))
    page.goto(write_report(write_folder(tmp_path, WEIRD)).as_uri())
    page.wait_for_selector("#curves-plot .main-svg")
    page.locator(".map a").first.click()
    assert alerts == []
    page.close()
