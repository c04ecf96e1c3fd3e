"""The sections across tasks: what they say of tables whose numbers are known."""

from pathlib import Path

import pandas as pd
import pytest
from tests.unit.reporting.synthetic_folder import TINY, Shape, write_folder

from undefault.reporting.portfolio_table import build_portfolio
from undefault.reporting.rank_table import build_rank_rows, describe_ranks, draw_profiles, draw_ranks
from undefault.reporting.reading_table import describe_readings, find_contradictions, summarize_readings
from undefault.reporting.tables import SweepTables, read_tables
from undefault.reporting.tuning_table import build_tunability_rows, build_tuning_map
from undefault.reporting.wording import MISSING


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> SweepTables:
    shape = Shape(studies=(("iris", "linear"), ("wine", "mlp_16"), ("moons", "mlp_16")), n_epochs=4, n_seeds=2)
    return read_tables(write_folder(tmp_path_factory.mktemp("sweep"), shape))


def test_every_optimizer_has_a_row_a_dot_a_role_and_a_profile(tables: SweepTables) -> None:
    names = set(tables.skills["optimizer"])
    assert {row.optimizer for row in build_rank_rows(tables.ranks)} == names
    assert [set(trace["y"]) for trace in draw_ranks(tables.ranks)["data"]] == [names, names]
    assert {trace["name"] for trace in draw_profiles(tables.skills)["data"]} == names


def test_the_band_reaches_one_critical_difference_past_the_best_default(tables: SweepTables) -> None:
    best = tables.ranks[tables.ranks["role"] == "default"].iloc[0]
    low, high = draw_ranks(tables.ranks)["band"]
    assert high - low == pytest.approx(best["critical_difference"])


def test_ranks_of_one_dataset_say_that_nothing_was_tested(tmp_path: Path) -> None:
    alone = read_tables(write_folder(tmp_path, TINY))
    assert draw_ranks(alone.ranks)["band"] is None
    assert all("needs three optimizers and two datasets" in sentence for sentence in describe_ranks(alone.ranks, 0.05))


def test_a_difference_that_was_not_shown_is_not_claimed(tables: SweepTables) -> None:
    alike = tables.ranks.assign(p_value=0.4)
    assert all("no optimizer differs from another" in sentence for sentence in describe_ranks(alike, 0.05))
    apart = tables.ranks.assign(p_value=1e-9, critical_difference=0.5)
    assert all("is shown to rank before" in sentence for sentence in describe_ranks(apart, 0.05))


def test_contradictions_are_those_of_the_table(tables: SweepTables) -> None:
    expected = tables.readings[tables.readings["relation"] == "contradicts"]
    found = find_contradictions(tables.readings)
    assert [(row.study, row.optimizer) for row in found] == list(
        zip(expected["study"], expected["optimizer"], strict=True)
    )
    assert summarize_readings(tables.readings)[1].contradicts == len(expected) > 0
    assert describe_readings(tables.readings).startswith(f"In {len(expected)} of {len(tables.readings) // 2} pairs")
    quiet = tables.readings.assign(relation="agrees")
    assert describe_readings(quiet).startswith("No reading contradicts")


def test_a_surrogate_that_knows_nothing_tells_no_gain(tables: SweepTables) -> None:
    assert tables.hyperparameters["r2"].min() > 0
    known = build_tuning_map(tables.hyperparameters)
    blind = build_tuning_map(tables.hyperparameters.assign(r2=-0.1))
    assert known.hyperparameters[0] == "learning_rate"
    assert {cell.gain for _, _, cells in blind.rows for cell in cells if cell} == {MISSING}
    assert {cell.strength for _, _, cells in blind.rows for cell in cells if cell} == {0}
    assert "+0.30" in {cell.gain for _, _, cells in known.rows for cell in cells if cell}


def test_the_most_tunable_comes_first(tables: SweepTables) -> None:
    sorts = [row.tunability_sort for row in build_tunability_rows(tables.tunability, 0.05)]
    assert sorts == sorted(sorts, reverse=True)


def test_a_list_is_advised_only_where_it_is_used(tables: SweepTables) -> None:
    settings, gains = tables.portfolio_settings, tables.portfolio_gains
    used = build_portfolio(settings, gains, 0.05)
    kept = build_portfolio(settings.assign(is_used=["True", "False"]), gains, 0.05)
    assert used is not None
    assert kept is not None
    assert used.decision.startswith("Try the first 1 setting ")
    assert "+0.10" in used.decision
    assert kept.decision.startswith("Keep a default: no list is shown to beat the best single one, its default")
    assert [row.against for row in used.beside] == ["adam_1e-4"]


def test_without_candidates_there_is_no_list() -> None:
    assert build_portfolio(pd.DataFrame(), pd.DataFrame(), 0.05) is None
