"""Learning-rate schedules by their laws; that they are Keras's own is proven in tests/parity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.errors import ConfigError
from undefault.records import Decay, FloatArray
from undefault.schedules import SCHEDULES, Plateaus, schedule_named

STEPS = np.arange(0, 3000, 7, dtype=float)
VALUES = st.fixed_dictionaries(
    {"decay_steps": st.integers(1, 2000), "decay_rate": st.floats(0.01, 1), "alpha": st.floats(0, 1)}
)
FALLING = ["exponential", "inverse_time", "cosine"]
LOSSES = st.lists(st.sampled_from([1.0, 0.9999, 0.9, 0.5, np.nan, np.inf]), min_size=1, max_size=15)


def on_plateau(factor: float = 0.5, patience: float = 2, min_lr: float = 0.0) -> Decay:
    return Decay("reduce_on_plateau", {"factor": factor, "patience": patience, "min_lr": min_lr})


def rates(decay: Decay, losses: list[float], rate: float = 1.0) -> list[float]:
    plateaus = Plateaus([decay], np.array([rate]))
    seen = []
    for loss in losses:
        plateaus.update(np.array([loss]))
        seen.append(float(plateaus.learning_rates[0]))
    return seen


@pytest.mark.parametrize("kind", list(SCHEDULES))
@given(values=VALUES)
def test_every_schedule_starts_at_the_whole_rate(kind: str, values: dict[str, float]) -> None:
    factors = schedule_named(kind).factors(values, STEPS)
    assert factors.shape == STEPS.shape
    assert factors[0] == 1


@pytest.mark.parametrize("kind", FALLING)
@given(values=VALUES)
def test_a_decay_never_rises_and_never_leaves_0_to_1(kind: str, values: dict[str, float]) -> None:
    factors = schedule_named(kind).factors(values, STEPS)
    assert (np.diff(factors) <= 1e-12).all()
    assert (factors >= 0).all()
    assert (factors <= 1).all()


@pytest.mark.parametrize(
    ("kind", "at_decay_steps"), [("exponential", 0.25), ("inverse_time", 1 / 1.25), ("cosine", 0.1)]
)
def test_what_is_left_after_decay_steps_is_what_the_arguments_say(kind: str, at_decay_steps: float) -> None:
    values = {"decay_steps": 40.0, "decay_rate": 0.25, "alpha": 0.1}
    assert schedule_named(kind).factors(values, np.array([40.0]))[0] == pytest.approx(at_decay_steps)


def test_an_unknown_kind_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(ConfigError, match="got 'cosin'; did you mean 'cosine'"):
        schedule_named("cosin")


@given(LOSSES, st.floats(0.05, 0.95), st.integers(0, 5), st.floats(0, 1))
def test_a_plateau_only_ever_lowers_the_rate_and_never_below_min_lr(
    losses: list[float], factor: float, patience: int, min_lr: float
) -> None:
    seen = np.array([1.0, *rates(on_plateau(factor, patience, min_lr), losses)])
    assert (np.diff(seen) <= 0).all()
    assert (seen >= np.float32(min_lr)).all()


@given(LOSSES)
def test_lanes_with_another_decay_keep_their_rate_beside_one_on_a_plateau(losses: list[float]) -> None:
    plateaus = Plateaus([Decay(), on_plateau(patience=1), Decay("cosine")], np.array([0.1, 1.0, 0.2]))
    for loss in losses:
        plateaus.update(np.full(3, loss))
    expected: FloatArray = np.array([0.1, rates(on_plateau(patience=1), losses)[-1], 0.2], dtype=np.float32)
    np.testing.assert_array_equal(plateaus.learning_rates, expected)


@pytest.mark.parametrize(
    ("patience", "expected"), [(0, [0.5, 0.25, 0.125]), (1, [0.5, 0.25, 0.125]), (2, [1, 0.5, 0.5])]
)
def test_a_constant_loss_lowers_the_rate_every_patience_epochs(patience: int, expected: list[float]) -> None:
    """The rates after each epoch as Keras 3.15's callback gives them with factor 0.5."""
    assert rates(on_plateau(patience=patience), [1.0] * 4) == [1, *expected]


def test_an_improvement_of_less_than_1e_4_is_a_plateau() -> None:
    assert rates(on_plateau(patience=1), [1.0, 0.99995, 0.9998]) == [1.0, 0.5, 0.5]
