"""Two nights in a row, in this process: each on rows and seeds of its own, and both in the book."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from undefault.errors import ConfigError, LockedError
from undefault.folders import exclusive
from undefault.nightly_command import Outcome, run_night

TINY = (
    "experiment=smoke",
    "executor=inline",
    "dataset=[iris,moons]",
    "optimizers=[sgd]",
    "remedy=[]",
    "task.epochs=4",
    "search.n_trials=4",
    "confirm.looks=[3]",
    "ladder.n_rates=0",
    "stability.n_seeds=0",
    "portfolio.n_finalists=0",
)
DAYS = (date(2026, 11, 26), date(2026, 11, 27))


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Outcome]]:
    """The folder of two nights, and what each came to."""
    folder = tmp_path_factory.mktemp("nights")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        return folder / "mlruns", [run_night(TINY, day) for day in DAYS]


def test_each_night_has_a_seed_and_a_report_of_its_own(nights: tuple[Path, list[Outcome]]) -> None:
    facts = [json.loads(path.read_text()) for path in sorted(nights[0].glob("reports/*/sweep.json"))]
    assert [fact["sweep_id"] for fact in facts] == ["night-0001-2026-11-26", "night-0002-2026-11-27"]
    assert len({fact["seed"] for fact in facts}) == 2
    assert facts[0]["data"] == facts[1]["data"]


def test_the_book_holds_both_and_what_they_say_together(nights: tuple[Path, list[Outcome]]) -> None:
    book = nights[0] / "nights"
    assert pd.read_csv(book / "nights.csv")["state"].tolist() == ["whole", "whole"]
    together = pd.read_csv(book / "accumulated.csv")
    assert together["n_nights"].tolist() == [2, 2]
    evidence = pd.read_csv(book / "evidence.csv")
    means = evidence.groupby(["study", "optimizer"], sort=False)["regret"].mean()
    assert together["regret"].tolist() == pytest.approx(means.tolist())


def test_the_first_night_changes_nothing_and_changes_have_their_cause(nights: tuple[Path, list[Outcome]]) -> None:
    first, second = nights[1]
    assert first.changes == []
    assert first.exit_code == 0
    assert {change.cause.value for change in second.changes} <= {"noise"}
    assert second.exit_code == (3 if any(change.is_of_verdicts for change in second.changes) else 0)


def test_the_page_shows_the_nights(nights: tuple[Path, list[Outcome]]) -> None:
    page = (nights[0] / "nights" / "nights.html").read_text()
    assert "night-0001-2026-11-26" in page
    assert "night-0002-2026-11-27" in page


def test_a_night_meets_the_one_that_is_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with exclusive(Path("mlruns/nights"), "night"), pytest.raises(LockedError, match="another night is running"):
        run_night(TINY)


def test_a_night_is_not_told_which_sweep_to_go_on_with() -> None:
    with pytest.raises(ConfigError, match=r"leave out sweep\.resume"):
        run_night([*TINY, "sweep.resume=latest"])
