"""Laws and examples of the report's words for numbers."""

import math

from hypothesis import given
from hypothesis import strategies as st

from undefault.reporting.interval_bar import PADDING, WIDTH, BarAxis, draw_bar
from undefault.reporting.markdown import escape_markdown, fence_code
from undefault.reporting.wording import MINUS, MISSING, counted, interval_text, listed, number_text, signed_text

FINITE = st.floats(-1, 1, allow_nan=False)


@given(FINITE)
def test_a_signed_number_reads_back_within_its_rounding(value: float) -> None:
    assert abs(float(signed_text(value).replace(MINUS, "-")) - value) <= 0.005 + 1e-12


@given(st.floats(-0.0049, 0.0049))
def test_what_rounds_to_zero_has_no_sign(value: float) -> None:
    assert signed_text(value) == "0.00"


def test_a_missing_number_is_a_dash_and_never_nan() -> None:
    for value in (math.nan, math.inf, None):
        assert signed_text(value) == MISSING
        assert number_text(value) == MISSING
    assert interval_text(math.nan, 0.1) == f"[{MISSING}, +0.10]"


def test_words_agree_in_number() -> None:
    assert counted(1, "pair") == "1 pair"
    assert counted(0, "pair") == "0 pairs"
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"


@given(st.text())
def test_escaped_text_cannot_end_a_table_cell_or_open_html(text: str) -> None:
    escaped = escape_markdown(text)
    assert "\n" not in escaped
    assert "<" not in escaped
    assert "|" not in escaped.replace("\\\\", "").replace("\\|", "")


@given(st.text(alphabet="`a\n", max_size=30))
def test_code_cannot_close_its_own_fence(code: str) -> None:
    fence, *body, last = fence_code(code).split("\n")
    assert fence == last
    assert all(fence not in line for line in body)


@given(st.lists(FINITE, min_size=3, max_size=3))
def test_a_bar_keeps_the_order_of_its_interval_and_stays_inside(values: list[float]) -> None:
    low, centre, high = sorted(values)
    bar = draw_bar(BarAxis(-1.01, 1.01), (low, centre, high), 0.05)
    assert bar is not None
    assert PADDING <= bar.low <= bar.centre <= bar.high <= WIDTH - PADDING
    assert bar.zero < bar.margin


def test_a_bar_with_a_missing_end_is_not_drawn() -> None:
    assert draw_bar(BarAxis(-1, 1), (math.nan, 0.0, 0.1), 0.05) is None
