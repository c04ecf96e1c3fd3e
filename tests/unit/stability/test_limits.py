"""Limits predicted from a path of sharpness, read off loss curves, and the range of rates that work."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import FloatArray
from undefault.stability.descent import Descent
from undefault.stability.limits import Observed, SharpnessPath, bracket, is_stable, predict_limit
from undefault.stability.working import working_range

RATES = np.geomspace(1e-4, 10, 11)


def path(times: list[float], sharpness: list[float]) -> SharpnessPath:
    return SharpnessPath(np.array(times), np.array(sharpness))


def descend(rate: float, curvature: FloatArray, n_steps: int) -> FloatArray:
    """Return the losses of gradient descent on a quadratic, by its closed form."""
    weights = (1 - rate * curvature) ** np.arange(n_steps)[:, None]
    return np.asarray((0.5 * curvature * weights**2).sum(axis=1))


@given(sharpness=st.floats(1e-3, 1e3), n_steps=st.integers(200, 2000))
def test_constant_sharpness_gives_the_classic_limit(sharpness: float, n_steps: int) -> None:
    """A disturbance needs a little more than the limit to grow tenfold in a finite time."""
    predicted = predict_limit(path([0, 1], [sharpness, sharpness]), Descent(), n_steps)
    assert 2 / sharpness * 0.99 <= predicted <= 2 / sharpness * 1.03


@given(sharpness=st.floats(0.1, 10), scale=st.floats(0.01, 100))
def test_a_loss_in_other_units_changes_the_limit_in_inverse_proportion(sharpness: float, scale: float) -> None:
    """Scaling a loss scales sharpness and speeds up time alike."""
    base = predict_limit(path([0, 5, 50], [sharpness, 3 * sharpness, 2 * sharpness]), Descent(), 100)
    scaled_path = SharpnessPath(
        np.array([0, 5, 50]) / scale, np.array([sharpness, 3 * sharpness, 2 * sharpness]) * scale
    )
    assert predict_limit(scaled_path, Descent(), 100) * scale == pytest.approx(base, rel=0.011)


def test_sharpness_that_comes_later_lowers_the_limit_once_training_gets_there() -> None:
    late = path([0, 100, 101, 1000], [1, 1, 10, 10])
    assert predict_limit(late, Descent(), 10) == pytest.approx(2.4, abs=0.3)
    assert predict_limit(late, Descent(), 5000) == pytest.approx(0.2, rel=0.02)


def test_a_short_peak_of_sharpness_is_passed_before_anything_grows() -> None:
    short = path([0, 0.5, 1000], [4, 1, 1])
    assert predict_limit(short, Descent(), 100) > 1.5 * 2 / 4


def test_no_curvature_means_no_limit() -> None:
    assert predict_limit(path([0, 1], [0, -1]), Descent(), 100) == np.inf


@given(share=st.floats(0.05, 1.4), curvatures=st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
def test_descent_on_a_quadratic_is_read_as_stable_exactly_below_the_limit(
    share: float, curvatures: list[float]
) -> None:
    """Above by a tenth or more, so that the sharpest direction outgrows the falling rest within 400 steps."""
    curvature = np.array([1.0, *curvatures])
    losses = descend(share * 2.0, curvature, 400)
    if share < 0.999:
        assert is_stable(losses, Descent())
    elif share > 1.1:
        assert not is_stable(losses, Descent())


def test_a_loss_that_is_no_number_is_not_stable() -> None:
    losses = np.array([[1.0, np.nan, 0.5], [1.0, np.inf, np.inf], [1.0, 0.9, 0.8]])
    for descent in (Descent(), Descent(0.9)):
        assert is_stable(losses, descent).tolist() == [0, 0, 1]


def test_with_momentum_a_loss_may_swing_up_again_but_not_above_where_it_began() -> None:
    swinging, climbing = np.array([1.0, 0.2, 0.9, 0.1]), np.array([1.0, 0.9, 1.1, 0.1])
    assert is_stable(swinging, Descent(0.9))
    assert not is_stable(swinging, Descent())
    assert not is_stable(climbing, Descent(0.9))


def test_the_loss_of_adaptive_descent_may_not_rise_in_a_step_either() -> None:
    swinging, falling = np.array([1.0, 0.2, 0.9, 0.1]), np.array([1.0, 0.9, 0.2, 0.1])
    adaptive = Descent(0.9, averaged=True, memory=1000)
    assert not is_stable(swinging, adaptive)
    assert is_stable(falling, adaptive)


def test_the_bracket_is_where_most_seeds_stop_being_stable() -> None:
    rates, stable = np.array([0.1, 1.0, 10.0]), np.array([[1, 1, 1], [1, 0, 1], [0, 0, 1]], dtype=bool)
    assert bracket(rates, stable) == (1.0, 10.0)
    assert bracket(rates, np.zeros((3, 3), dtype=bool)) == (0.0, 0.1)
    assert bracket(rates, np.ones((3, 3), dtype=bool)) == (10.0, np.inf)


def test_a_limit_between_two_rates_is_their_geometric_middle_and_none_without_both() -> None:
    assert Observed(1.0, 4.0, 7).limit == 2.0
    assert np.isnan([Observed(0.0, 1.0, 7).limit, Observed(1.0, np.inf, 7).limit]).all()


@given(skills=st.lists(st.floats(-1, 1), min_size=11, max_size=11), margin=st.floats(0.01, 0.2))
def test_a_working_range_holds_the_best_rate_and_nothing_worse_by_more_than_the_margin(
    skills: list[float], margin: float
) -> None:
    found = working_range(RATES, np.array(skills), margin=margin)
    if found is None:
        assert max(skills) <= margin
        return
    inside = (found.low <= RATES) & (found.high >= RATES)
    assert np.array(skills)[inside].min() >= max(skills) - margin
    assert found.low <= found.best <= found.high
    assert {found.place(rate) for rate in RATES[inside]} == {"inside"}


def test_a_working_range_does_not_jump_over_rates_that_fail() -> None:
    skills = np.array([0.9, 0.0, 0.0, 0.86, 0.9, 0.91, 0.9, 0.2, 0.9, 0.0, 0.0])
    found = working_range(RATES, skills, margin=0.05)
    assert found is not None
    assert (found.low, found.high) == (RATES[3], RATES[6])
    assert found.decades == pytest.approx(1.5)
    assert [found.place(rate) for rate in (1e-4, 0.1, 1.0)] == ["below", "inside", "above"]
