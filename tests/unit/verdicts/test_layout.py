"""The moments of a two-way mean by their laws and by hand."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from undefault.records import FloatArray
from undefault.verdicts.layout import FEW_ROWS, Layout, two_way_layout

SHAPES = st.tuples(st.integers(1, 4), st.integers(2, 8), st.integers(2, 8))


def _drawn(shape: tuple[int, int, int], seed: int) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.normal(0, 0.3, shape) + rng.exponential(0.2, (shape[0], 1, shape[2]))


TASKS = st.builds(_drawn, SHAPES, st.integers(0, 2**31))


def moments(layout: Layout) -> dict[str, FloatArray]:
    return {field.name: np.asarray(getattr(layout, field.name)) for field in fields(layout)}


@given(TASKS)
def test_many_tasks_at_once_have_the_moments_that_each_has_alone(tasks: FloatArray) -> None:
    together = moments(two_way_layout(tasks))
    for index, task in enumerate(tasks):
        for name, alone in moments(two_way_layout(task)).items():
            part = together[name] if together[name].ndim == 0 else together[name][index]
            np.testing.assert_allclose(part, alone, rtol=1e-9, atol=1e-12)


@given(TASKS, st.floats(-10, 10), st.floats(0.01, 100))
def test_skewness_and_freedom_have_no_unit_and_no_origin(tasks: FloatArray, shift: float, scale: float) -> None:
    one, other = two_way_layout(tasks), two_way_layout(scale * tasks + shift)
    np.testing.assert_allclose(other.skewness, one.skewness, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(other.freedom, one.freedom, rtol=1e-4)
    np.testing.assert_allclose(other.standard_error, scale * one.standard_error, rtol=1e-4)


@given(TASKS)
def test_the_other_sign_has_the_other_skewness(tasks: FloatArray) -> None:
    np.testing.assert_allclose(two_way_layout(-tasks).skewness, -two_way_layout(tasks).skewness, atol=1e-9)


@given(st.integers(0, 2**31))
def test_seeds_alone_have_their_unbiased_skewness_over_the_root_of_their_number(seed: int) -> None:
    values = np.random.default_rng(seed).exponential(1, 9)
    layout = two_way_layout(np.repeat(values[:, None], 5, axis=1))
    expected = stats.kstat(values, 3) / stats.kstat(values, 2) ** 1.5 / 3
    assert float(layout.skewness) == pytest.approx(expected)
    assert float(layout.seed_skewness) == pytest.approx(expected)


@given(st.integers(0, 2**31))
def test_rows_alone_have_theirs_raised_because_few_rows_show_too_little(seed: int) -> None:
    values = np.random.default_rng(seed).exponential(1, 9)
    layout = two_way_layout(np.repeat(values[None, :], 5, axis=0))
    expected = (1 + FEW_ROWS / 9) * stats.kstat(values, 3) / stats.kstat(values, 2) ** 1.5 / 3
    assert float(layout.skewness) == pytest.approx(expected)
    assert float(layout.seed_skewness) == pytest.approx(0, abs=1e-9)


def test_the_variances_are_those_worked_by_hand() -> None:
    """[[0, 2], [4, 10]]: mean 4, seed means 1 and 7, row means 2 and 6, so the mean squares are 36, 16 and 4."""
    layout = two_way_layout(np.array([[0.0, 2.0], [4.0, 10.0]]))
    assert (layout.n_seeds, layout.n_rows, float(layout.mean)) == (2, 2, 4)
    assert float(layout.seed_variance) == pytest.approx(36 / 2)
    assert float(layout.row_variance) == pytest.approx((16 - 4) / 4)
    assert float(layout.standard_error) == pytest.approx(np.sqrt((36 + 16 - 4) / 4))
    assert float(layout.freedom) == pytest.approx(48**2 / (36**2 + 16**2 + 4**2))
    assert float(layout.skewness) == 0


@given(st.integers(0, 2**31), st.integers(2, 5))
def test_seeds_that_come_again_have_the_moments_foretold_of_so_many(seed: int, times: int) -> None:
    """Seeds alone and in large number, so that the corrections for few do not matter."""
    values = np.repeat(np.random.default_rng(seed).exponential(1, 400)[:, None], 3, axis=1)
    foretold, found = two_way_layout(values).with_seeds(400 * times), two_way_layout(np.tile(values, (times, 1)))
    np.testing.assert_allclose(found.standard_error, foretold.standard_error, rtol=0.01)
    np.testing.assert_allclose(found.skewness, foretold.skewness, rtol=0.02)


@given(TASKS)
def test_as_many_seeds_as_there_are_foretell_what_there_is(tasks: FloatArray) -> None:
    layout = two_way_layout(tasks)
    for name, value in moments(layout.with_seeds(layout.n_seeds)).items():
        np.testing.assert_allclose(value, moments(layout)[name], rtol=1e-9, atol=1e-12)


def test_equal_differences_have_no_spread_and_no_skewness() -> None:
    layout = two_way_layout(np.full((3, 4), 0.25))
    assert (float(layout.standard_error), float(layout.skewness), float(layout.freedom)) == (0, 0, np.inf)
