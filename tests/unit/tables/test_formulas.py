"""No text of a CSV file can be a formula, and none is changed for those who read it back."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from undefault.tables.formulas import with_formulas, without_formulas

START = "=+-@\t\r\n"
words = st.text(st.sampled_from("=+-@\t\r\n' a1|\"")) | st.text()


@given(st.lists(words, min_size=1), words)
def test_no_cell_and_no_name_begins_as_a_formula_does_and_all_come_back(cells: list[str], name: str) -> None:
    table = pd.DataFrame({name: cells}, dtype="str")
    safe = without_formulas(table)
    assert not any(text.startswith(tuple(START)) for text in [*safe.iloc[:, 0], *safe.columns])
    pd.testing.assert_frame_equal(with_formulas(safe), table, check_dtype=False)


def test_a_formula_is_marked_as_text_as_spreadsheets_mark_it() -> None:
    table = without_formulas(pd.DataFrame({"@x": ["=cmd()|'/C calc'!A0", "+1", "-1", "@sum", "'quoted", "iris"]}))
    assert table.to_dict("list") == {"'@x": ["'=cmd()|'/C calc'!A0", "'+1", "'-1", "'@sum", "''quoted", "iris"]}


def test_numbers_holes_and_truths_stay_what_they_are() -> None:
    table = pd.DataFrame({"x": [-1.5, float("nan")], "n": [-1, 2], "t": [True, False], "s": ["a", None]})
    assert without_formulas(table).to_csv() == table.to_csv()
