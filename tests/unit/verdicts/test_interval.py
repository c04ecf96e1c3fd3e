"""The two-way interval by its laws and by hand; its coverage is measured in test_interval_coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from undefault.records import FloatArray
from undefault.verdicts.interval import two_way_interval

SHAPES = st.tuples(st.integers(2, 8), st.integers(2, 8))


def _drawn(shape: tuple[int, int], seed: int, row_effect: float) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.3, shape) + row_effect * rng.normal(0, 1, (1, shape[1]))


DIFFERENCES = st.builds(_drawn, SHAPES, st.integers(0, 2**31), st.floats(0, 2))


def bounds(differences: FloatArray, alpha: float = 0.05) -> FloatArray:
    interval = two_way_interval(differences, alpha=alpha)
    return np.array([interval.mean, interval.low, interval.high])


@given(DIFFERENCES, st.floats(-10, 10), st.floats(0.01, 100))
def test_shifting_and_stretching_the_differences_does_the_same_to_the_interval(
    differences: FloatArray, shift: float, scale: float
) -> None:
    moved = bounds(scale * differences + shift)
    np.testing.assert_allclose(moved, scale * bounds(differences) + shift, rtol=1e-6, atol=1e-6 * (1 + scale))


@given(DIFFERENCES)
def test_the_other_sign_gives_the_mirrored_interval(differences: FloatArray) -> None:
    mean, low, high = bounds(differences)
    np.testing.assert_allclose(bounds(-differences), [-mean, -high, -low], atol=1e-9)


@given(DIFFERENCES, st.integers(0, 100))
def test_the_order_of_seeds_and_rows_does_not_matter(differences: FloatArray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(rng.permutation(differences, axis=0), axis=1)
    np.testing.assert_allclose(bounds(shuffled), bounds(differences), atol=1e-9)


@given(DIFFERENCES)
def test_more_certainty_takes_a_wider_interval_around_the_same_mean(differences: FloatArray) -> None:
    (mean, low, high), (same, lower, higher) = bounds(differences, 0.05), bounds(differences, 0.01)
    assert lower <= low <= mean <= high <= higher
    assert mean == same


@given(DIFFERENCES)
def test_the_standard_error_is_that_of_the_reach(differences: FloatArray) -> None:
    interval = two_way_interval(differences, alpha=0.1)
    reach = stats.t.ppf(0.95, interval.freedom) * interval.standard_error
    assert interval.high - interval.mean == pytest.approx(reach, abs=1e-9)


@given(DIFFERENCES)
def test_no_interval_has_less_freedom_than_its_smaller_side_has(differences: FloatArray) -> None:
    interval = two_way_interval(differences, alpha=0.05)
    assert interval.freedom >= min(differences.shape) - 1


@given(st.floats(-1, 1), SHAPES)
def test_equal_differences_give_a_point(value: float, shape: tuple[int, int]) -> None:
    np.testing.assert_allclose(bounds(np.full(shape, value)), value, atol=1e-12)


@pytest.mark.parametrize("nudge", [-1e-9, 0, 1e-9])
def test_a_row_effect_about_to_vanish_does_not_make_the_interval_jump(nudge: float) -> None:
    """[[0, 1, 1], [1, 1, 1], [1, 1, 1]]: the mean squares of seeds, rows and the rest are all the same."""
    differences = np.ones((3, 3))
    differences[0, 0] = nudge
    interval = two_way_interval(differences, alpha=0.05)
    assert interval.freedom == pytest.approx(2)
    assert interval.high - interval.mean == pytest.approx(stats.t.ppf(0.975, 2) / 9)


def test_seeds_without_row_effects_give_students_interval_of_their_means() -> None:
    """All rows of a seed equal: the interval is the t interval of the seeds' values, with their n - 1 degrees."""
    values = np.array([0.1, 0.4, 0.2, 0.5])
    low, high = stats.t.interval(0.95, 3, values.mean(), values.std(ddof=1) / 2)
    np.testing.assert_allclose(bounds(np.repeat(values[:, None], 6, axis=1)), [0.3, low, high])


def test_the_variances_are_those_worked_by_hand() -> None:
    """[[0, 2], [4, 10]]: mean 4, seed means 1 and 7, row means 2 and 6, so the mean squares are 36, 16 and 4."""
    interval = two_way_interval(np.array([[0.0, 2.0], [4.0, 10.0]]), alpha=0.05)
    assert interval.mean == 4
    assert interval.seed_variance == pytest.approx(36 / 2)
    assert interval.row_variance == pytest.approx((16 - 4) / 4)
    assert interval.standard_error == pytest.approx(np.sqrt((36 + 16 - 4) / 4))
    assert interval.freedom == pytest.approx(48**2 / (36**2 + 16**2 + 4**2))
