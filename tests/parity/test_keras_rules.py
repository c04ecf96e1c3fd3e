"""Schedules and callbacks against the installed Keras's own, which are driven with made-up validation losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undefault.early_stopping import replay
from undefault.records import Decay, Setting
from undefault.schedules import SCHEDULES, Plateaus

STEPS = np.array([0, 1, 2, 7, 39, 40, 41, 999, 1000, 5000])
# A pool of few values makes ties; the last ones differ by less than float32 or ReduceLROnPlateau's min_delta can tell.
LOSSES = st.sampled_from([0.5, 0.7, 0.9, 1.0, 1.0 - 1e-9, 1.0 - 1e-7, 1.0 - 5e-5, 1.0 - 1e-4, 1.0 - 2e-4])
BROKEN = st.sampled_from([float("nan"), float("inf"), float("-inf"), 3e38])
LEVELS = st.floats(0, 2, width=32, allow_subnormal=False)  # TensorFlow takes a subnormal number for 0
CURVES = st.lists(LEVELS | LOSSES | BROKEN, min_size=1, max_size=20)
many = settings(max_examples=300, deadline=None)


@pytest.fixture(scope="module")
def model() -> keras.Model:
    """Return a model of one weight, which the tests set to the number of the epoch."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(optimizer="sgd", loss="mse")
    return model


@dataclass(frozen=True)
class Run:
    """What a callback did: the last epoch, the epoch whose weights were left, the rate after each epoch."""

    last_epoch: int
    restored_epoch: int
    learning_rates: Sequence[float]


def drive(model: keras.Model, callback: keras.callbacks.Callback, losses: Sequence[float], rate: float = 0.1) -> Run:
    """Drive a callback as `model.fit` does, with these validation losses."""
    model.optimizer.learning_rate = rate
    model.stop_training = False
    callback.set_model(model)
    callback.on_train_begin()
    rates: list[float] = []
    for epoch, loss in enumerate(losses):
        model.set_weights([np.full((1, 1), float(epoch))])
        callback.on_epoch_end(epoch, {"val_loss": loss})
        rates.append(float(np.asarray(model.optimizer.learning_rate.numpy())))
        if model.stop_training:
            break
    callback.on_train_end()
    return Run(len(rates) - 1, int(model.get_weights()[0][0, 0]), rates)


def plateau_rates(values: dict[str, Any], losses: Sequence[float], rate: float) -> list[float]:
    plateaus = Plateaus([Decay("reduce_on_plateau", values)], np.array([rate]))
    rates = []
    for loss in losses:
        plateaus.update(np.array([loss]))
        rates.append(float(plateaus.learning_rates[0]))
    return rates


@many
@given(losses=CURVES, patience=st.integers(0, 6), restores=st.booleans())
def test_early_stopping_stops_and_restores_where_keras_does(
    model: keras.Model, losses: list[float], patience: int, *, restores: bool
) -> None:
    callback = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=restores)
    expected = drive(model, callback, losses)
    ours = replay(Setting("sgd", 0.1, patience=patience, restore_best_weights=restores), np.array([losses]))
    assert (ours.last_epoch[0], ours.restored_epoch[0]) == (expected.last_epoch, expected.restored_epoch)


@many
@given(
    losses=CURVES,
    factor=st.floats(0.05, 0.95),
    patience=st.integers(0, 5),
    min_lr=st.sampled_from([0.0, 1e-6, 0.01, 0.05, 0.1, 0.2]),
    rate=st.sampled_from([0.1, 1e-3, 0.3]),
)
def test_plateaus_lower_the_rate_when_and_as_far_as_keras_does(
    model: keras.Model, losses: list[float], factor: float, patience: int, min_lr: float, rate: float
) -> None:
    values = {"factor": factor, "patience": patience, "min_lr": min_lr}
    callback = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", **values)
    expected = drive(model, callback, losses, rate).learning_rates
    np.testing.assert_allclose(plateau_rates(values, losses, rate), expected, rtol=1e-6)


@pytest.mark.parametrize("first", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("patience", [0, 1, 3])
def test_a_broken_first_epoch_is_treated_as_keras_treats_it(model: keras.Model, first: float, patience: int) -> None:
    losses = [first, 0.9, 0.8, float("nan"), 0.7, 0.7, 0.7, 0.7]
    callback = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience, restore_best_weights=True)
    expected = drive(model, callback, losses)
    ours = replay(Setting("sgd", 0.1, patience=patience, restore_best_weights=True), np.array([losses]))
    assert (ours.last_epoch[0], ours.restored_epoch[0]) == (expected.last_epoch, expected.restored_epoch)


@pytest.mark.parametrize("kind", [kind for kind, schedule in SCHEDULES.items() if schedule.keras_class])
@settings(max_examples=25, deadline=None)
@given(decay_steps=st.integers(1, 2000), decay_rate=st.floats(0.01, 300), alpha=st.floats(0, 1))
def test_the_factors_of_a_schedule_are_those_of_the_keras_class(
    kind: str, decay_steps: int, decay_rate: float, alpha: float
) -> None:
    """Keras computes in float32: the tolerance is its rounding, and its smallest normal number."""
    schedule = SCHEDULES[kind]
    shares = min(decay_rate, 1.0) if kind == "exponential" else decay_rate
    given_values = {"decay_steps": decay_steps, "decay_rate": shares, "alpha": alpha}
    values = {name: given_values[name] for name in schedule.arguments}
    of_keras = getattr(keras.optimizers.schedules, str(schedule.keras_class))(1.0, **values)
    expected = [float(of_keras(step)) for step in STEPS]
    # a power of e**-80 loses 80 units of the last place in float32
    np.testing.assert_allclose(schedule.factors(values, STEPS.astype(float)), expected, rtol=3e-5, atol=1e-7)


def test_every_schedule_but_the_constant_and_the_callback_has_its_keras_class() -> None:
    assert {kind for kind, schedule in SCHEDULES.items() if schedule.keras_class is None} == {
        "constant",
        "reduce_on_plateau",
    }
