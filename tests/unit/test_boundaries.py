"""Settings on a boundary, how far a range can be widened, and that every shipped default lies inside."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault import wiring
from undefault.boundaries import (
    BOUNDARY_SHARE,
    WIDENING,
    bounds,
    find_boundaries,
    space_after,
    widen_range,
    with_range,
)
from undefault.composition import options
from undefault.config import make_plan
from undefault.coverage import require_covered
from undefault.errors import ConfigError
from undefault.limits import limits_of
from undefault.records import Decay, Setting
from undefault.specs import DecaySpec, OptimizerSpec, Range, SearchSpace

MOMENTUM = Range(0.005, 1.0, complement=True)
SPACE = SearchSpace(
    optimizers=(
        OptimizerSpec("sgd", "SGD", Range(1e-4, 10), {"momentum": MOMENTUM}),
        OptimizerSpec("adam", "Adam", Range(1e-5, 1), {"epsilon": Range(0.0, 1.0, log=False)}),
    ),
    decays=(DecaySpec("exponential", {"decay_rate": Range(0.001, 0.9)}, {}, "decay_steps"),),
    weight_decay=Range(1e-5, 0.1),
    patience=Range(2, 50, integer=True),
)
INSIDE = Setting("sgd", 0.01, {"momentum": 0.9})


def sides(setting: Setting, *, n_epochs: int = 100, proposed: bool = True) -> dict[str, str]:
    found = find_boundaries(setting, SPACE, n_epochs=n_epochs, proposed=proposed)
    return {boundary.hyperparameter: boundary.side for boundary in found}


def test_a_setting_inside_lies_on_no_boundary() -> None:
    assert sides(INSIDE) == {}


def test_each_number_that_was_searched_is_looked_at() -> None:
    decay = Decay("exponential", {"decay_steps": 100, "decay_rate": 0.0011})
    edge = Setting("sgd", 9.0, {"momentum": 0.9945}, decay, weight_decay=0.09, patience=49)
    assert sides(edge) == {
        "learning_rate": "high",
        "momentum": "high",  # although 1 - momentum is low
        "exponential.decay_rate": "low",
        "weight_decay": "high",
        "patience": "high",
    }
    assert "exponential.decay_rate" not in sides(edge, proposed=False)
    assert "patience" not in sides(edge, n_epochs=50)  # more than the budget makes no difference


def test_where_keras_ends_there_is_no_boundary() -> None:
    assert sides(replace(INSIDE, hyperparameters={"momentum": 0.0})) == {}
    assert sides(replace(INSIDE, weight_decay=1e-5)) == {}  # below lies none at all, which is a choice of its own
    assert sides(Setting("adam", 0.001, {"epsilon": 1.0})) == {"epsilon": "high"}


@given(st.floats(0, 1))
def test_a_boundary_is_a_twentieth_of_the_logarithmic_width(share: float) -> None:
    rate = 10 ** (-4 + 5 * share)
    expected = {"low"} if share < BOUNDARY_SHARE else {"high"} if share > 1 - BOUNDARY_SHARE else set()
    if min(abs(share - BOUNDARY_SHARE), abs(share - 1 + BOUNDARY_SHARE)) > 1e-9:
        assert set(sides(replace(INSIDE, learning_rate=rate)).values()) == expected


@pytest.mark.parametrize(
    ("setting", "low", "high"),
    [
        (replace(INSIDE, learning_rate=9.9), 1e-4, 100),
        (replace(INSIDE, learning_rate=1.1e-4), 1e-5, 10),
        (replace(INSIDE, hyperparameters={"momentum": 0.995}), 0.0, 0.9995),
        (replace(INSIDE, weight_decay=0.1), 1e-5, 1.0),
        (replace(INSIDE, patience=50), 2, 100),  # not 500: the budget ends there
        (replace(INSIDE, patience=2), 1, 50),
        (Setting("adam", 0.001, {"epsilon": 1.0}), 0.0, 2.0),
    ],
)
def test_a_range_is_widened_on_its_side_as_far_as_it_goes(setting: Setting, low: float, high: float) -> None:
    [boundary] = find_boundaries(setting, SPACE, n_epochs=100, proposed=True)
    widening = widen_range(boundary, n_epochs=100)
    assert bounds(widening.searched) == pytest.approx((low, high))
    assert widening.as_dict()["side"] == boundary.side
    after = space_after(SPACE, setting.optimizer, [widening])
    assert after != SPACE
    assert space_after(SPACE, "another", [widening]) == SPACE
    assert boundary.hyperparameter not in {
        found.hyperparameter for found in find_boundaries(setting, after, n_epochs=100, proposed=True)
    } or boundary.hyperparameter in ("patience",)


@given(
    st.sampled_from(["learning_rate", "momentum", "weight_decay", "patience", "exponential.decay_rate"]),
    st.booleans(),
    st.integers(2, 1000),
)
def test_however_often_it_is_widened_a_range_grows_and_keeps_to_its_limits(
    name: str,
    upwards: bool,  # noqa: FBT001
    n_epochs: int,
) -> None:
    searched = {
        "learning_rate": Range(1e-4, 10),
        "momentum": MOMENTUM,
        "weight_decay": Range(1e-5, 0.1),
        "patience": Range(2, 50, integer=True),
        "exponential.decay_rate": Range(0.001, 0.9),
    }[name]
    space = with_range(SPACE, "sgd", name, searched)
    for _ in range(4):
        at = searched.coordinate(searched.high if upwards else searched.low)
        found = find_boundaries(_at(name, at), space, n_epochs=n_epochs, proposed=True)
        mine = [boundary for boundary in found if boundary.hyperparameter == name and boundary.upwards == upwards]
        if not mine:
            break
        wider = widen_range(mine[0], n_epochs=n_epochs).searched
        assert wider.low <= searched.low
        assert wider.high >= searched.high
        assert wider != searched
        low, high = limits_of(name, wider, n_epochs=n_epochs)
        assert wider.low >= min(low, searched.low)
        assert wider.high <= max(high, searched.high)
        assert math.isfinite(wider.high / wider.low)
        space, searched = with_range(space, "sgd", name, wider), wider
    assert WIDENING > 1


def _at(name: str, value: float) -> Setting:
    kind, _, argument = name.rpartition(".")
    if kind:
        return replace(INSIDE, decay=Decay(kind, {"decay_steps": 10, argument: value}))
    if name == "momentum":
        return replace(INSIDE, hyperparameters={"momentum": value})
    changed: dict[str, Any] = {name: round(value) if name == "patience" else value}
    return replace(INSIDE, **changed)


@pytest.mark.parametrize("name", options("optimizer"))
def test_every_shipped_default_lies_inside_its_own_search_space(name: str) -> None:
    plan, _ = make_plan([f"optimizers=[{name}]"])
    default = wiring.known_settings(plan).defaults[name]
    require_covered(default, plan.space)
    edges = find_boundaries(default, plan.space, n_epochs=plan.budget.epochs, proposed=False)
    assert edges == []


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (
            ["optimizers=[adamw]", "search.weight_decay={low: 0.01, high: 0.1}"],
            "search.weight_decay: .* 0.004 of adamw",
        ),
        (["optimizers=[adam]", "optimizer.adam.learning_rate.low=0.01"], "adam.learning_rate: the range must contain"),
        (["optimizers=[adam]", "optimizer.adam.hyperparameters.beta_1.high=0.05"], "beta_1: the range must contain"),
    ],
)
def test_a_range_narrowed_past_its_default_is_refused(overrides: list[str], message: str) -> None:
    plan, _ = make_plan(overrides)
    with pytest.raises(ConfigError, match=message):
        wiring.known_settings(plan)


def test_weight_decay_may_have_any_range_where_no_default_has_any() -> None:
    plan, _ = make_plan(["optimizers=[adam]", "search.weight_decay={low: 0.01, high: 0.1}"])
    assert wiring.known_settings(plan).defaults["adam"].weight_decay == 0
