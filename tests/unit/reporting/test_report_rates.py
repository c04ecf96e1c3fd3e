"""The sections on learning rates, patience and budgets: what they say of tables whose numbers are known."""

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from tests.unit.reporting.synthetic_folder import Shape, write_folder

from undefault.reporting.content import compose_report
from undefault.reporting.html import render_html
from undefault.reporting.line_chart import HEIGHT, WIDTH, round_ticks
from undefault.reporting.markdown import render_markdown
from undefault.reporting.replay_section import build_replay
from undefault.reporting.stability_section import OFF, build_stability
from undefault.reporting.tables import SweepTables, read_tables


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> SweepTables:
    shape = Shape(studies=(("iris", "linear"), ("wine", "mlp_16")), optimizers=("sgd", "adam"), n_epochs=8, n_seeds=3)
    return read_tables(write_folder(tmp_path_factory.mktemp("sweep"), shape))


def test_sentences_count_where_defaults_stand(tables: SweepTables) -> None:
    sentences = build_stability(tables.stability).sentences
    assert sentences[0].startswith("sgd (0.001): below on 1, above on 1 of 2 tasks")
    assert sentences[1].startswith("adam (0.001): inside on 1 of 2 tasks; no rate works on 1")
    assert sentences[2].startswith("sgd: the observed stability limit is within a factor of 1.5")
    assert "on 1 of 1 task " in sentences[2]


def test_a_ratio_beyond_the_factor_is_not_counted_as_agreement(tables: SweepTables) -> None:
    apart = tables.stability.assign(ratio=tables.stability["ratio"] * 1.3)
    assert "on 0 of 1 task " in build_stability(apart).sentences[2]


def test_marks_stand_on_the_axis_in_the_order_of_the_rates(tables: SweepTables) -> None:
    below = build_stability(tables.stability).rows[0]
    bar = below.bar
    assert below.stands == "below"
    assert bar.low is not None
    assert bar.high is not None
    assert bar.predicted is not None
    assert bar.observed is not None
    assert 0 < bar.default < bar.low < bar.high < bar.predicted < bar.observed < 260


def test_without_a_ladder_the_report_says_that_it_was_off(tables: SweepTables) -> None:
    off = replace(tables, stability=tables.stability.iloc[:0])
    report = compose_report(off)
    assert report.stability.sentences == (OFF,)
    assert "ladder.n_rates=0" in render_html(report)
    assert "ladder.n\\_rates=0" in render_markdown(report)


def test_replay_says_what_keras_default_patience_does(tables: SweepTables) -> None:
    section = build_replay(tables.patience, tables.every_patience, tables.budgets, 0.05)
    assert "patience 0 with the last weights, would have ended training after 2 epochs" in section.sentences[0]
    assert (
        "+0.40 validation skill; it harms 4 of them by more than the margin of 0.05 and helps 0" in section.sentences[0]
    )
    assert "50% of the epochs +0.20 (4 of 4 shown to lose)" in section.sentences[2]
    assert len(section.rows) == 8


def test_every_line_lies_within_its_chart(tables: SweepTables) -> None:
    section = build_replay(tables.patience, tables.every_patience, tables.budgets, 0.05)
    for chart in (section.patience, section.budgets):
        for line in chart.lines:
            points = [tuple(float(part) for part in point.split(",")) for point in line.points.split()]
            assert len(points) >= 8
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-0.3, 0.02), (1, 100), (0, 1e-6), (5, 5)])
def test_ticks_are_few_and_within_the_bounds(low: float, high: float) -> None:
    ticks = round_ticks(low, high)
    assert 1 <= len(ticks) <= 6
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)


def test_html_and_markdown_tell_the_same_rows(tables: SweepTables, tmp_path: Path) -> None:
    report = compose_report(tables)
    html, markdown = unescape(render_html(report)), render_markdown(report)
    for sentence in (*report.stability.sentences, *report.replay.sentences):
        assert sentence in html
        assert sentence in markdown
