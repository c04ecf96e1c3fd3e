"""The two-way interval by its laws and by hand; its coverage is measured in test_interval_coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from undefault.records import FloatArray
from undefault.verdicts.interval import bounds as bounds_of
from undefault.verdicts.interval import two_way_interval
from undefault.verdicts.layout import Layout

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
def test_the_skewness_of_rows_never_makes_an_interval_narrower_than_students(differences: FloatArray) -> None:
    """Every seed comes with its mirror image around the mean, with the same row effects: the seeds are symmetric."""
    rows, seeds = differences.mean(axis=0), differences.mean(axis=1, keepdims=True) - differences.mean()
    interval = two_way_interval(rows + np.concatenate([seeds, -seeds]), alpha=0.1)
    reach = stats.t.ppf(0.95, interval.freedom) * interval.standard_error
    assert interval.low <= interval.mean - reach + 1e-9
    assert interval.high >= interval.mean + reach - 1e-9


@given(st.integers(0, 2**31), st.sampled_from([-1, 1]))
def test_the_interval_reaches_further_on_the_side_of_the_long_tail(seed: int, sign: int) -> None:
    rng = np.random.default_rng(seed)
    rows = sign * np.sort(rng.exponential(1, 12)) + 0.01 * rng.normal(0, 1, (6, 12))
    interval = two_way_interval(rows, alpha=0.05)
    tail, other = interval.high - interval.mean, interval.mean - interval.low
    assert np.sign(tail - other) == np.sign(interval.skewness)


@given(DIFFERENCES)
def test_no_interval_has_less_freedom_than_its_smaller_side_has(differences: FloatArray) -> None:
    interval = two_way_interval(differences, alpha=0.05)
    assert interval.freedom >= min(differences.shape) - 1


@given(st.floats(-1, 1), SHAPES)
def test_equal_differences_give_a_point(value: float, shape: tuple[int, int]) -> None:
    np.testing.assert_allclose(bounds(np.full(shape, value)), value, atol=1e-12)


@pytest.mark.parametrize("nudge", [-1e-9, 1e-9])
def test_a_row_effect_about_to_vanish_does_not_make_the_interval_jump(nudge: float) -> None:
    """[[0, 1, 1], [1, 1, 1], [1, 1, 1]]: the mean squares of seeds, rows and the rest are all the same."""
    differences = np.ones((3, 3))
    differences[0, 0] = 0
    interval = two_way_interval(differences, alpha=0.05)
    differences[0, 0] = nudge
    assert interval.freedom == pytest.approx(2)
    assert interval.standard_error == pytest.approx(1 / 9)
    np.testing.assert_allclose(bounds(differences), [interval.mean, interval.low, interval.high], atol=1e-6)


def test_seeds_without_row_effects_give_students_interval_of_their_means() -> None:
    """All rows of a seed equal: the interval is the t interval of the seeds' values, with their n - 1 degrees."""
    values = np.array([0.1, 0.4, 0.2, 0.5])
    low, high = stats.t.interval(0.95, 3, values.mean(), values.std(ddof=1) / 2)
    np.testing.assert_allclose(bounds(np.repeat(values[:, None], 6, axis=1)), [0.3, low, high])


@given(st.floats(-3, 3), st.floats(0.001, 0.5))
def test_no_bound_goes_out_further_than_twice_the_first_order_step(skewness: float, alpha: float) -> None:
    """With a skewness of -0.72, as of real rows, the cubic alone would go out by 8 standard errors, not 2."""
    one, quantile = np.asarray(1.0), stats.norm.ppf(1 - alpha / 2)
    layout = Layout(10, 10, 0 * one, 10 * one, 0 * one, np.inf * one, skewness=skewness * one, seed_skewness=0 * one)
    low, high = (float(bound) for bound in bounds_of(layout, alpha=alpha))
    furthest = quantile + abs(skewness) * (2 * quantile**2 + 1) / 3
    assert max(-low, high) <= furthest + 1e-9
    assert min(-low, high) >= quantile - 1e-9


def test_halls_bounds_solve_the_cubic_worked_by_hand() -> None:
    """Skewness s 0.3, quantile q: T + s (T^2 / 3 + 1 / 6) + s^2 T^3 / 27 = -q on the side of the tail."""
    one = np.asarray(1.0)
    layout = Layout(10, 10, 0 * one, 10 * one, 0 * one, np.inf * one, skewness=0.3 * one, seed_skewness=0 * one)
    low, high = bounds_of(layout, alpha=0.05)
    studentized = (0 - float(high)) / 1.0
    cubic = studentized + 0.3 * (studentized**2 / 3 + 1 / 6) + 0.09 * studentized**3 / 27
    assert cubic == pytest.approx(stats.norm.ppf(0.025))
    assert float(low) == pytest.approx(stats.norm.ppf(0.025))
