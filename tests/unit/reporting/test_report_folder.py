"""What the report says about whole folders, and which folders it refuses."""

import contextlib
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from tests.unit.reporting.synthetic_folder import OPTIMIZERS, TINY, WEIRD, Shape, write_folder

from undefault.errors import OutputError
from undefault.reporting import write_report
from undefault.reporting.content import compose_report, order_studies
from undefault.reporting.learning_curves import build_curves, points_per_curve, thin_curve
from undefault.reporting.recompute import largest_difference, write_snippet
from undefault.reporting.tables import read_tables
from undefault.reporting.winners_curse import overall_drop
from undefault.reporting.wording import MISSING

SMALL = Shape(studies=(("iris", "linear"), ("wine", "mlp_16")), n_epochs=6, n_seeds=3)
FILES = (
    "sweep.json", "verdicts.csv", "remedies.csv", "trials.parquet", "trainings.parquet", "curves.parquet",
    "readings.csv", "skills.csv", "ranks.csv", "tunability.csv", "hyperparameters.csv", "portfolio_settings.csv",
    "portfolio_gains.csv",
)  # fmt: skip
SHAPES = {
    "tiny": TINY,
    "weird": WEIRD,
    "all hold": Shape(studies=SMALL.studies, n_epochs=4, n_seeds=2, judge=lambda low, high: "holds"),
    "all undecided": Shape(studies=SMALL.studies, n_epochs=4, n_seeds=2, judge=lambda low, high: "undecided"),
    "diverged": Shape(studies=SMALL.studies, n_epochs=6, n_seeds=2, diverged=OPTIMIZERS),
    "no remedies": Shape(studies=SMALL.studies, n_epochs=4, n_seeds=2, remedies=False),
}


class PageText(HTMLParser):
    """Collects a page's tags, the addresses it loads and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.loaded += [values[name] or "" for name in ("src", "srcset", "data") if name in values]
        self.loaded += [values["href"] or ""] if tag == "link" else []
        self.ids += [values["id"] or ""] if "id" in values else []

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("sweep"), SMALL)


@pytest.mark.parametrize("name", SHAPES)
def test_every_sort_of_sweep_has_a_report_that_loads_nothing(name: str, tmp_path: Path) -> None:
    path = write_report(write_folder(tmp_path, SHAPES[name]))
    page = PageText(path.read_text(encoding="utf-8"))
    assert path == tmp_path / "report.html"
    assert all(address.startswith("data:") for address in page.loaded)
    assert len(page.ids) == len(set(page.ids))
    assert "nan" not in (tmp_path / "report.md").read_text(encoding="utf-8").lower().split()


def test_the_same_folder_gives_the_same_bytes(folder: Path) -> None:
    path = write_report(folder)
    first = path.read_bytes(), (folder / "report.md").read_bytes()
    write_report(folder)
    assert (path.read_bytes(), (folder / "report.md").read_bytes()) == first


def test_html_and_markdown_give_the_same_answer_and_every_verdict(folder: Path) -> None:
    page = PageText(write_report(folder).read_text(encoding="utf-8")).text
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    for sentence in compose_report(read_tables(folder)).headline:
        assert sentence in page
        assert sentence.replace("_", r"\_") in markdown
    assert len(re.findall(r"^\| iris/linear \| \w+ \| (?:fails|holds|undecided)", markdown, re.M)) == len(OPTIMIZERS)


def test_names_with_markup_reach_the_page_as_text(tmp_path: Path) -> None:
    page = write_report(write_folder(tmp_path, WEIRD)).read_text(encoding="utf-8")
    parsed = PageText(page)
    assert "<script>alert('x')</script>" in parsed.text
    assert page.count("<script>alert") == 0
    assert "naïve ☃ `tick`/*bold* {{ x }}" in parsed.text
    rows = [line for line in (tmp_path / "report.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    tables = {len(re.findall(r"(?<!\\)\|", row)) for row in rows if "adam |" in row and "Adam(" in row}
    assert tables == {12}


def test_a_dataset_called_na_keeps_its_name(tmp_path: Path) -> None:
    tables = read_tables(write_folder(tmp_path, WEIRD))
    assert "NA" in set(tables.verdicts["dataset"])


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    (write_folder(tmp_path, TINY) / name).unlink()
    with pytest.raises(OutputError, match=re.escape(name)):
        write_report(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_is_named(name: str, tmp_path: Path) -> None:
    (write_folder(tmp_path, TINY) / name).write_bytes(b"")
    with pytest.raises(OutputError, match=re.escape(name)):
        write_report(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not a folder"):
        write_report(tmp_path / "nowhere")


def _without_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[:0]


def _without_regret(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns="regret")


def _with_text_for_number(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(regret="much")


def _with_unknown_verdict(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(verdict="maybe")


def _with_repeated_pair(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_without_rows, "at least one row"),
        (_without_regret, "must have the columns regret"),
        (_with_text_for_number, "regret must hold numbers"),
        (_with_unknown_verdict, "verdict must be one of fails, holds, undecided, got 'maybe'"),
        (_with_repeated_pair, "one row for study"),
    ],
)
def test_spoiled_verdicts_are_refused_with_the_reason(
    spoil: Callable[[pd.DataFrame], pd.DataFrame], message: str, tmp_path: Path
) -> None:
    path = write_folder(tmp_path, TINY) / "verdicts.csv"
    spoil(pd.read_csv(path)).to_csv(path, index=False)
    with pytest.raises(OutputError, match=message):
        write_report(tmp_path)


def test_a_key_missing_from_the_sweep_is_named(tmp_path: Path) -> None:
    path = write_folder(tmp_path, TINY) / "sweep.json"
    sweep = json.loads(path.read_text(encoding="utf-8"))
    del sweep["margin"], sweep["limits"]
    path.write_text(json.dumps(sweep), encoding="utf-8")
    with pytest.raises(OutputError, match="margin, limits"):
        write_report(tmp_path)


def test_missing_numbers_are_dashes(tmp_path: Path) -> None:
    path = write_folder(tmp_path, TINY) / "verdicts.csv"
    blank = dict.fromkeys(["regret", "regret_low", "regret_high", "search_skill", "tuned_trial", "n_seeds"])
    pd.read_csv(path).assign(**blank).to_csv(path, index=False)
    write_report(tmp_path)
    assert rf"| {MISSING} | \[{MISSING}, {MISSING}\] |" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_the_printed_snippet_prints_the_tables_regret(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = read_tables(folder)
    monkeypatch.chdir(folder)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(write_snippet(tables), {})  # noqa: S102  # the snippet is what is under test
    assert float(printed.getvalue()) == pytest.approx(tables.verdicts["regret"].max())


def test_every_regret_is_recomputed_from_the_trainings(folder: Path) -> None:
    tables = read_tables(folder)
    distance, n_rows = largest_difference(tables)
    assert n_rows == len(tables.verdicts)
    assert distance < 1e-12


def test_a_curve_is_the_mean_and_range_over_seeds(folder: Path) -> None:
    tables = read_tables(folder)
    curve = build_curves(tables)["iris/linear"]["adam"]["default"]
    rows = tables.curves.query("study == 'iris/linear' and trial == 0 and epoch == 3")["valid_loss"]
    assert curve is not None
    assert [curve[name][2] for name in ("valid", "low", "high")] == pytest.approx(
        [rows.mean(), rows.min(), rows.max()], rel=1e-3
    )
    assert (curve["n_seeds"], curve["n_diverged"], curve["phase"]) == (3, 0, "confirm")


def test_diverged_seeds_are_counted_and_their_losses_left_out(tmp_path: Path) -> None:
    shape = Shape(studies=(("iris", "linear"),), optimizers=("adam",), n_epochs=6, n_seeds=2, diverged=("adam",))
    curve = build_curves(read_tables(write_folder(tmp_path, shape)))["iris/linear"]["adam"]["default"]
    assert curve is not None
    assert curve["n_diverged"] == 2
    assert curve["valid"] == [8.0, 64.0, 512.0, None, None, None]


@pytest.mark.parametrize("n_epochs", [1, 5, 100, 101, 5000])
def test_a_thinned_curve_keeps_its_ends_and_its_bound(n_epochs: int) -> None:
    thinned = thin_curve({"epochs": list(range(1, n_epochs + 1)), "phase": "confirm"}, 100)
    assert thinned["epochs"][0] == 1
    assert thinned["epochs"][-1] == n_epochs
    assert len(thinned["epochs"]) <= 100
    assert thinned["phase"] == "confirm"


def test_more_curves_have_fewer_points_each() -> None:
    assert points_per_curve(1) == 100
    assert points_per_curve(3000) == 20
    assert points_per_curve(10**6) == 12


def test_the_mean_drop_is_search_minus_confirmation(folder: Path) -> None:
    verdicts = read_tables(folder).verdicts
    drop = overall_drop(verdicts)
    assert drop is not None
    assert drop.mean_drop == pytest.approx(verdicts["search_skill"].mean() - verdicts["confirm_valid_skill"].mean())


def test_the_map_follows_the_order_of_the_tasks(folder: Path) -> None:
    tables = read_tables(folder)
    report = compose_report(tables)
    assert [study for study, _ in report.regret_map.rows] == order_studies(tables) == ["iris/linear", "wine/mlp_16"]
    shown = {
        (cell.study, cell.optimizer): cell.verdict for _, cells in report.regret_map.rows for cell in cells if cell
    }
    told = tables.verdicts.set_index(["study", "optimizer"])["family_verdict"].to_dict()
    assert shown == told
