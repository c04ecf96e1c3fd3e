"""Counts, rates and their intervals, by hand and against scipy's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from undefault.diagnosis import CHECKS, Answer
from undefault.diagnosis.rates import HEALTHY, Rate, false_alarms, read_counts, recall, write_counts
from undefault.planted.measure import ANY, Diagnosed, tally
from undefault.planted.summary import macro_recall


@given(st.integers(1, 500), st.data())
def test_the_interval_is_wilsons(n: int, data: st.DataObject) -> None:
    rate = Rate(data.draw(st.integers(0, n)), n)
    expected = binomtest(rate.n_events, n).proportion_ci(0.95, method="wilson")
    assert (rate.low, rate.high) == pytest.approx((expected.low, expected.high), abs=1e-6)


def answering(kind: str, source: str, planted: str | None, *fires: str) -> Diagnosed:
    answers = tuple(Answer.FIRES if check in fires else Answer.QUIET for check in CHECKS)
    return Diagnosed(kind, source, (planted,) if planted else (), answers)


COUNTS = tally(
    [
        answering("too slow", "hastie", "undertrained", "undertrained", "stalled"),
        answering("too slow", "blobs", "undertrained"),
        answering("too slow", "iris", "undertrained"),  # of the other half
        answering("too fast", "hastie", "diverged", "diverged"),
        answering(HEALTHY, "hastie", None, "stalled"),
        answering(HEALTHY, "blobs", None, "stalled", "diverged"),
        answering(HEALTHY, "friedman2", None),
    ]
)


def test_recall_counts_planted_failures_of_the_held_back_half_alone() -> None:
    assert recall(COUNTS, "undertrained") == Rate(1, 2)
    assert recall(COUNTS, "stalled") == Rate(0, 0)
    assert macro_recall(COUNTS, half="held back") == (0.5 + 1) / 2


def test_false_alarms_count_healthy_runs_and_any_check_counts_a_run_once() -> None:
    assert false_alarms(COUNTS, "stalled") == Rate(2, 3)
    assert false_alarms(COUNTS, "diverged") == Rate(1, 3)
    assert false_alarms(COUNTS, ANY) == Rate(2, 3)


def test_the_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_counts(COUNTS, tmp_path / "measured.csv")
    assert read_counts(tmp_path / "measured.csv") == COUNTS
