"""What the report says of the calibration, and where tuning came out worse."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.unit.reporting.synthetic_folder import TINY, write_folder

from undefault.calibration import read_rates
from undefault.calibration.null import NullContest
from undefault.calibration.summary import summarize
from undefault.config import make_plan
from undefault.errors import OutputError
from undefault.reporting.calibration_table import build_calibration
from undefault.reporting.tables import read_tables
from undefault.reporting.winners_curse import describe_worse
from undefault.reporting.wording import NO_BREAK_SPACE

CONTEST = NullContest("moons/mlp_8", "adam", 0.0, 50, "holds", 40, 0.0, -0.01, 0.01)
NULL = [CONTEST, replace(CONTEST, regret=0.05, verdict="undecided"), replace(CONTEST, regret=0.05, verdict="fails")]
SWEEP = {"config": make_plan([])[1]}


def test_every_simulated_scenario_has_a_line_and_the_worst_are_the_largest_of_them() -> None:
    table = build_calibration(read_rates(), NULL, SWEEP)
    assert list(table.lines) == summarize(read_rates())
    assert [row.n_rows for row in table.worst] == sorted({line.n_rows for line in table.lines})
    for row in table.worst:
        same = [line for line in table.lines if line.n_rows == row.n_rows]
        assert row.false_fails == max(line.false_fails for line in same)
        assert row.power == min(line.power for line in same)


def test_the_shipped_rule_needs_no_note_and_another_one_is_told() -> None:
    assert not build_calibration(read_rates(), NULL, SWEEP).rule_note
    other = {"config": make_plan(["confirm.looks=[10,20]"])[1]}
    assert "confirm.looks=[10,20,40,80,128]" in build_calibration(read_rates(), NULL, other).rule_note


def test_wrong_verdicts_of_the_real_null_are_counted() -> None:
    sentence = build_calibration(read_rates(), NULL, SWEEP).null_sentence.replace(NO_BREAK_SPACE, " ")
    assert "none is said to fail, 1 to hold" in sentence
    assert "1 of 2 is said to do either" in sentence


def test_a_folder_without_its_calibration_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "sweep", TINY)
    (folder / "calibration.csv").write_text("scenario,n_rows\nnormal,20\n")
    with pytest.raises(OutputError, match="cannot be read as it was written"):
        read_tables(folder)
    (folder / "calibration.csv").unlink()
    with pytest.raises(OutputError, match="found nothing"):
        read_tables(folder)


def test_where_tuning_came_out_worse_is_said_with_the_worst_and_what_is_shown() -> None:
    rows = {"study": ["iris/a", "wine/b"], "optimizer": ["adam", "sgd"]}
    better = pd.DataFrame({**rows, "regret": [0.1, 0.0], "regret_high": [0.2, 0.1]})
    assert "no tuned setting came out worse" in describe_worse(better)
    lower = better.assign(regret=[0.1, -0.03])
    assert "1 tuned setting of 2 came out worse than the default, at most by 0.03 of skill (wine/b, sgd); none" in (
        describe_worse(lower)
    )
    assert "Shown to be worse: wine/b with sgd" in describe_worse(lower.assign(regret_high=[0.2, -0.01]))


def test_the_markdown_holds_the_table(tmp_path: Path) -> None:
    from undefault.reporting import write_report

    folder = write_folder(tmp_path / "sweep", TINY)
    text = write_report(folder).with_name("report.md").read_text()
    assert "### How often verdicts are wrong" in text
    assert json.loads((folder / "sweep.json").read_text())["title"] in text
