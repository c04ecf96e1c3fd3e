"""Intervals over units that are independent, and tasks taken together by source."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.comparison.estimate import by_group, over_seeds_and_rows, over_units
from undefault.records import Verdict
from undefault.verdicts.interval import two_way_interval

skills = st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=20).map(np.array)


@given(skills, st.floats(-1, 1))
def test_an_estimate_moves_with_its_values(values: np.ndarray, shift: float) -> None:
    one, moved = over_units(values, alpha=0.05), over_units(values + shift, alpha=0.05)
    assert moved.mean == pytest.approx(one.mean + shift, abs=1e-9)
    assert moved.low == pytest.approx(one.low + shift, abs=1e-6)
    assert one.low <= one.mean + 1e-9
    assert one.high >= one.mean - 1e-9


@given(skills)
def test_a_smaller_error_rate_never_narrows_an_interval(values: np.ndarray) -> None:
    assert over_units(values, alpha=0.01).high >= over_units(values, alpha=0.1).high


def test_one_unit_has_a_mean_and_no_interval_and_decides_nothing() -> None:
    one = over_units(np.array([0.4]), alpha=0.05)
    assert one.mean == 0.4
    assert np.isnan(one.low)
    assert np.isnan(one.high)
    assert one.decide(0.05) is Verdict.UNDECIDED


def test_the_interval_of_known_numbers_is_students() -> None:
    """Mean 2 and standard error 1 of 1, 2, 3 is 1 / sqrt(3); t(0.975, 2) = 4.3027."""
    estimate = over_units(np.array([1.0, 2.0, 3.0]), alpha=0.05)
    assert estimate.low == pytest.approx(2 - 4.3027 / np.sqrt(3), abs=1e-4)


def test_seeds_and_rows_have_the_verdicts_interval() -> None:
    differences = np.random.default_rng(0).normal(size=(5, 7))
    ours, theirs = over_seeds_and_rows(differences, alpha=0.02), two_way_interval(differences, alpha=0.02)
    assert (ours.mean, ours.low, ours.high, ours.n_units) == (theirs.mean, theirs.low, theirs.high, 5)


@given(skills)
def test_groups_of_one_are_the_values_themselves(values: np.ndarray) -> None:
    names = np.array([f"{index:03}" for index in range(len(values))])
    np.testing.assert_array_equal(by_group(values, names), values)
