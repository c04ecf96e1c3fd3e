"""Search ranges and remedies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import Decay, Setting
from undefault.specs import OptimizerSpec, Range, Remedy, SearchSpace

SHARES = st.floats(1e-6, 1)
BOUNDS = st.tuples(SHARES, SHARES).filter(lambda pair: pair[0] < pair[1])


@given(bounds=BOUNDS, share=st.floats(0, 1), complement=st.booleans())
def test_a_range_holds_the_values_between_its_bounds_and_both_bounds(
    bounds: tuple[float, float], share: float, *, complement: bool
) -> None:
    low, high = bounds
    searched = Range(low, high, complement=complement)
    for at in (low, high, min(max(low + share * (high - low), low), high)):
        assert searched.contains(searched.coordinate(at))


@given(SHARES)
def test_a_range_holds_nothing_outside(width: float) -> None:
    searched = Range(1.0, 1.0 + width)
    assert not searched.contains(1.0 + 1.01 * width + 1e-6)
    assert not searched.contains(1.0 - 1e-6)


@given(value=st.floats(0, 1), complement=st.booleans())
def test_the_coordinate_is_its_own_inverse(value: float, *, complement: bool) -> None:
    searched = Range(0.1, 0.2, complement=complement)
    assert searched.coordinate(searched.coordinate(value)) == pytest.approx(value, abs=1e-15)


def test_momentum_is_searched_by_its_distance_from_1() -> None:
    assert Range(0.001, 0.1, complement=True).contains(0.99)
    assert not Range(0.001, 0.1, complement=True).contains(0.5)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0), (float("nan"), 1.0)])
def test_a_range_without_width_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="low must be below high, got low="):
        Range(low, high)


def test_a_log_range_from_0_is_refused() -> None:
    with pytest.raises(ValueError, match=r"low must be above 0 on a log scale, got 0\.0"):
        Range(0.0, 1.0)


def test_a_remedy_keeps_the_default_but_for_what_it_names() -> None:
    default = Setting("rmsprop", 0.001, {"rho": 0.9}, weight_decay=0.01)
    remedy = Remedy("rmsprop_patience_5", "rmsprop", "Dense 64", patience=5)
    assert remedy.applied_to(default) == Setting("rmsprop", 0.001, {"rho": 0.9}, weight_decay=0.01, patience=5)


def test_a_remedy_may_change_rate_decay_and_kept_weights() -> None:
    decay = Decay("exponential", {"decay_steps": 1000, "decay_rate": 0.9})
    remedy = Remedy("r", "adam", "any", learning_rate=1e-4, decay=decay, patience=3, restore_best_weights=True)
    expected = Setting("adam", 1e-4, decay=decay, patience=3, restore_best_weights=True)
    assert remedy.applied_to(Setting("adam", 0.001)) == expected


def test_an_optimizer_is_found_by_name() -> None:
    specs = tuple(OptimizerSpec(name, name.upper(), Range(0.1, 1)) for name in ("sgd", "lion"))
    space = SearchSpace(specs, decays=(), weight_decay=Range(0.1, 1), patience=Range(1, 5))
    assert space.optimizer("lion").keras_class == "LION"
