"""What the report says about changing a failing default: every sentence by its outcome, in both formats."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.unit.reporting.synthetic_folder import Shape, write_folder

from undefault.interventions import Cure, Outcome
from undefault.reporting.fix_sentences import describe_fix, describe_rate, share_interval_text, summarize_fixes
from undefault.reporting.fix_table import build_fixes
from undefault.reporting.report import write_report
from undefault.reporting.share_bar import WIDTH, draw_share
from undefault.reporting.tables import read_tables
from undefault.reporting.wording import NO_BREAK_SPACE

ROW = {
    "outcome": Outcome.PROVEN.value, "fix": "Adam(0.01)", "changes": "learning_rate", "n_changes": 1, "n_differing": 3,
    "rerun_changes": "learning_rate", "share_won_back": 0.98, "share_low": 0.9, "share_high": 1.06,
    "rate": 0.01, "rate_share": 0.97, "rate_low": 0.9, "rate_high": 1.04, "rate_cure": Cure.CURES.value,
}  # fmt: skip


def plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Adam(0.01) wins back 98 % of the regret (90 % to 106 %); nothing else needs to change."),
        (
            {"changes": "epochs", "rerun_changes": "epochs"},
            "More epochs alone win back 98 % of the regret (90 % to 106 %): the setting is right, the budget too "
            "short. It costs their time.",
        ),
        (
            {"changes": "feature_scaling", "rerun_changes": "feature_scaling"},
            "Scaling the features (mean 0, variance 1) wins back 98 % of the regret (90 % to 106 %): the optimizer can "
            "stay as it is.",
        ),
        (
            {"outcome": "whole setting", "share_won_back": 0.8, "share_low": 0.7, "share_high": 0.9},
            "Nothing less than the whole tuned setting is proven to win back 95 %: learning rate alone came to 80 % of "
            "the regret (70 % to 90 %) on fresh seeds.",
        ),
        (
            {"outcome": "whole setting", "rerun_changes": "learning_rate;decay;early_stopping"},
            "Nothing less than the whole tuned setting is proven to win back 95 %.",
        ),
        (
            {"outcome": "not repeated"},
            "No fix is recommended: on fresh seeds the default was not shown to be worse again.",
        ),
    ],
)
def test_the_smallest_fix_is_said_by_what_came_of_it(changes: dict[str, Any], sentence: str) -> None:
    assert plain(describe_fix({**ROW, **changes})) == sentence


def test_where_nothing_learns_no_optimizer_fix_is_recommended() -> None:
    assert describe_fix({**ROW, "outcome": "nothing learns"}).startswith("No optimizer fix is recommended")


@pytest.mark.parametrize(
    ("cure", "begins"),
    [
        (Cure.CURES, "A bad default rate: a learning rate of 0.01 wins back 97 % (90 % to 104 %)."),
        (Cure.DOES_NOT, "Not a bad rate alone: no learning rate cures it; the best, 0.01 wins back 97 %"),
        (Cure.OPEN, "Whether a learning rate alone cures it is open: 0.01 wins back 97 %"),
    ],
)
def test_a_bad_default_rate_is_told_from_a_failure_that_no_rate_cures(cure: Cure, begins: str) -> None:
    assert plain(describe_rate({**ROW, "rate_cure": cure.value})).startswith(begins)


def test_bounds_that_the_seeds_leave_open_are_said_so() -> None:
    assert share_interval_text(float("-inf"), float("inf")) == "no bounds"
    assert plain(share_interval_text(0.5, float("inf"))) == "50 % to open"


def test_the_summary_counts_outcomes_by_hand() -> None:
    outcomes = [("proven", 1, "cures"), ("proven", 2, "does not cure"), ("whole setting", 3, "open")]
    fixes = pd.DataFrame([{**ROW, "outcome": o, "n_changes": n, "rate_cure": c} for o, n, c in outcomes])
    first, second = map(plain, summarize_fixes(fixes))
    assert first == (
        "In 1 of 3 failing defaults the learning rate alone wins back 95 % of the regret; in 1 no learning rate does; "
        "in 1 it is open."
    )
    assert second == (
        "Of 3 failing defaults, run again on fresh seeds, 1 is mended by a single change, 1 is mended by a few and 1 "
        "is mended by nothing less than the whole tuned setting."
    )
    assert summarize_fixes(fixes.iloc[:0]) == ("No default fails in this sweep, so nothing has to change.",)


def test_a_bar_lies_within_its_width_whatever_its_share() -> None:
    bar = draw_share(-3.0, float("-inf"), float("inf"))
    assert bar is not None
    assert (bar.low, bar.high) == (0.0, WIDTH)
    assert 0 <= bar.start <= bar.start + bar.length <= WIDTH
    assert draw_share(float("nan"), 0, 1) is None


def test_every_failing_default_has_its_card_and_code_where_something_is_recommended(tmp_path: Path) -> None:
    tables = read_tables(write_folder(tmp_path / "sweep", Shape(n_epochs=5, n_seeds=3)))
    section = build_fixes(tables.interventions, tables.fixes, tables.sweep["fixes"])
    assert len(section.cards) == len(tables.fixes) > 4
    assert all(bool(card.code) == card.is_fix for card in section.cards)
    assert sum(row.n_failing for row in section.summaries) == len(section.cards)
    for row in section.summaries:
        assert row.n_failing == sum(row.rate_cures) == row.single + row.several + row.whole + row.none
    page = write_report(tmp_path / "sweep").read_text()
    text = (tmp_path / "sweep" / "report.md").read_text()
    for card in section.cards:
        assert f"### {card.study}".replace("_", "\\_") in text
    assert page.count('class="advice fix"') == len(section.cards)
