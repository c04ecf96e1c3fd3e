"""What the report says of ladders, claims and remedies, from tables whose numbers are known."""

from pathlib import Path

import pandas as pd
import pytest
from tests.unit.reporting.synthetic_folder import DATASETS, LADDER, Shape, write_folder

from undefault.claims import HYPOTHESES
from undefault.reporting import write_report
from undefault.reporting.claim_table import build_claim_rows, count_claims
from undefault.reporting.ladder_answer import answer_ladder
from undefault.reporting.ladder_section import build_ladder_sections
from undefault.reporting.remedy_answer import answer_remedies
from undefault.reporting.tables import SweepTables, read_tables

STUDIES = tuple((dataset, network) for dataset in DATASETS[:4] for network, _ in LADDER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape = Shape(studies=STUDIES, optimizers=("adam", "sgd"), n_epochs=4, n_seeds=2)
    return write_folder(tmp_path_factory.mktemp("ladder"), shape)


@pytest.fixture(scope="module")
def tables(folder: Path) -> SweepTables:
    return read_tables(folder)


def test_a_ladder_of_networks_has_its_section_and_maps_with_every_rung(tables: SweepTables) -> None:
    (section,) = build_ladder_sections(tables)
    assert section.name == "parameters"
    assert [rung for rung, _ in section.regrets.rows] == [
        "linear (40)", "mlp_16 (350)", "mlp_64 (3,500)", "mlp_256 (70,000)"
    ]  # fmt: skip
    assert [map_.optimizer for map_ in section.rates] == ["adam", "sgd"]
    for _, cells in section.rates[0].rows:
        assert sum(cell.is_best for cell in cells if cell) == 1
        assert sum(cell.is_default for cell in cells if cell) == 1


def test_the_answer_tells_that_the_best_rate_falls_with_size(tables: SweepTables) -> None:
    """The tables are made with half a decade less for every tenfold number of parameters."""
    (section,) = build_ladder_sections(tables)
    (sentence,) = [one for one in section.answer if one.startswith("The best learning rate,")]
    assert "falls for adam" in sentence
    assert "rises" not in sentence


def test_the_answer_is_open_where_no_rate_was_tried(tables: SweepTables) -> None:
    trends = tables.trends.assign(ladder="rows")
    said = answer_ladder("rows", trends[trends["quantity"] == "regret"], tables.rungs, tables.sweep)
    assert said[0] == "No ladder of learning rates was tried, so the question stays open."


@pytest.mark.parametrize(
    ("low", "high", "start"),
    [(0.5, 1.5, "No for adam"), (-1.5, -0.5, "Yes for adam"), (-0.5, 0.5, "For adam the data do not decide")],
)
def test_small_data_need_a_small_rate_only_where_the_interval_says_so(
    tables: SweepTables, low: float, high: float, start: str
) -> None:
    ratio = tables.trends[(tables.trends["quantity"] == "rate_ratio") & (tables.trends["optimizer"] == "adam")]
    said = answer_ladder("rows", ratio.assign(small_low=low, small_high=high), tables.rungs, tables.sweep)
    assert said[0].startswith(start)


def test_every_claim_has_its_row_in_every_report(folder: Path, tables: SweepTables) -> None:
    rows = build_claim_rows(tables.claims)
    assert [row.statement for row in rows] == [hypothesis.statement for hypothesis in HYPOTHESES]
    page = write_report(folder).read_text(encoding="utf-8")
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    assert all(f'<th scope="row">{row.statement.replace(chr(39), "&#39;")}</th>' in page for row in rows)
    assert all(f"| {row.statement} |" in markdown for row in rows)
    assert count_claims(tables.claims, 0.05).startswith("Of 12 claims of the field, ")


def test_a_sweep_without_a_ladder_says_nothing_of_one(tmp_path: Path) -> None:
    plain = read_tables(write_folder(tmp_path, Shape(studies=STUDIES[:2], optimizers=("adam",), n_epochs=4, n_seeds=2)))
    assert build_ladder_sections(plain) == ()


def test_the_remedies_counts_are_those_of_the_table_and_absent_ones_are_named(tables: SweepTables) -> None:
    said = answer_remedies(tables.remedies, tables.sweep)
    harms = int((tables.remedies["family_verdict"] == "harms").sum())
    assert f"harm in {harms or 'none'}" in said[0]
    assert said[-1] == "adam_exponential_decay took no part: it is not among the chosen remedies."
    assert any(sentence.startswith("adam_1e-4 helps on none") for sentence in said)


def test_a_remedy_that_is_the_default_is_not_counted(tables: SweepTables) -> None:
    itself = tables.remedies[tables.remedies["remedy"] == "adam_1e-4"].assign(
        remedy="adam_default", gain=0.0, gain_low=0.0, gain_high=0.0, family_verdict="no difference"
    )
    both = pd.concat([tables.remedies, itself])
    assert answer_remedies(both, tables.sweep)[0] == answer_remedies(tables.remedies, tables.sweep)[0]
    assert "adam_default is the default itself, and is what the others are set beside." in answer_remedies(
        both, tables.sweep
    )
