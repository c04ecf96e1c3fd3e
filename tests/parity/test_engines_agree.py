"""Both engines from the same initial weights in the same batch order: the vectorized one must be `model.fit`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from undefault.engine import vectorized
from undefault.engine.fit import KerasEngine
from undefault.engine.vectorizable import why_not_optimizer
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import (
    CURVES,
    DatasetSpec,
    Decay,
    FloatArray,
    NetworkSpec,
    Replicate,
    Setting,
    Split,
    Task,
    TaskType,
    Training,
)
from undefault.specs import OptimizerSpec, Range, SearchSpace

# Relative difference of losses in float32 at stable settings: rounding differs by the order of sums alone.
TOLERANCE = 1e-4
RATE = Range(1e-6, 10)
CLASSES: Mapping[str, str] = {
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
    "nadam": "Nadam",
    "adamax": "Adamax",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "ftrl": "Ftrl",
    "lion": "Lion",
    "lamb": "Lamb",
    "muon": "Muon",
    "adafactor": "Adafactor",
}
SPACE = SearchSpace(
    optimizers=tuple(OptimizerSpec(name, keras_class, RATE) for name, keras_class in CLASSES.items()),
    decays=(),
    weight_decay=Range(1e-6, 1e-1),
    patience=Range(2, 50, integer=True),
)
EPOCHS = 20
SETTINGS = {
    "sgd": Setting("sgd", 0.05),
    "sgd with momentum": Setting("sgd", 0.02, {"momentum": 0.9}),
    "sgd with nesterov": Setting("sgd", 0.02, {"momentum": 0.8, "nesterov": True}),
    "rmsprop": Setting("rmsprop", 0.003, {"rho": 0.95}),
    "rmsprop with momentum": Setting("rmsprop", 0.002, {"rho": 0.9, "momentum": 0.7}),
    "rmsprop, centered": Setting("rmsprop", 0.003, {"centered": True, "momentum": 0.5}),
    "adam": Setting("adam", 0.01),
    "adam with amsgrad": Setting("adam", 0.02, {"amsgrad": True}),
    "adam with slow betas": Setting("adam", 0.01, {"beta_1": 0.95, "beta_2": 0.9999}),
    "adamw": Setting("adamw", 0.01, weight_decay=0.004),
    "nadam": Setting("nadam", 0.005, {"beta_1": 0.85}),
    "adamax": Setting("adamax", 0.01),
    "adagrad": Setting("adagrad", 0.1),
    "adagrad from 0.5": Setting("adagrad", 0.1, {"initial_accumulator_value": 0.5}),
    "adadelta": Setting("adadelta", 1.0, {"rho": 0.9}),
    "ftrl": Setting("ftrl", 0.1),
    "ftrl with penalties": Setting(
        "ftrl",
        0.1,
        {
            "beta": 0.1,
            "l1_regularization_strength": 0.001,
            "l2_regularization_strength": 0.01,
            "l2_shrinkage_regularization_strength": 0.01,
        },
    ),
    "lion": Setting("lion", 0.001, {"beta_1": 0.85, "beta_2": 0.98}),
    "weight decay": Setting("adam", 0.01, weight_decay=0.05),
    "values clipped": Setting("sgd", 0.1, {"clipvalue": 0.02}),
    "norms clipped": Setting("adam", 0.02, {"clipnorm": 0.05}),
    "norm of all clipped": Setting("sgd", 0.1, {"momentum": 0.5, "global_clipnorm": 0.1}),
    "exponential decay": Setting("adam", 0.02, decay=Decay("exponential", {"decay_steps": 30, "decay_rate": 0.5})),
    "inverse time decay": Setting("sgd", 0.1, decay=Decay("inverse_time", {"decay_steps": 10, "decay_rate": 0.5})),
    "cosine decay": Setting("adam", 0.02, decay=Decay("cosine", {"decay_steps": 60, "alpha": 0.05})),
    "reduce on plateau": Setting(
        "sgd", 1.5, decay=Decay("reduce_on_plateau", {"factor": 0.3, "patience": 1, "min_lr": 0.01})
    ),
    "patience, last weights": Setting("adam", 0.1, patience=2),
    "patience, best weights": Setting("adam", 0.1, patience=2, restore_best_weights=True),
    "long patience, best weights": Setting("adam", 0.1, patience=50, restore_best_weights=True),
}


def make_task(task_type: TaskType, *, loss: str, hidden: tuple[int, ...] = (8,), n_outputs: int = 1) -> Task:
    network = NetworkSpec("mlp", hidden=hidden)
    return Task(DatasetSpec("made", "made"), network, task_type, 5, n_outputs, loss, epochs=EPOCHS, batch_size=16)


def make_replicate(task: Task, seed: int) -> Replicate:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(95, task.n_features)).astype(np.float32)
    signal = x[:, 0] + 0.5 * x[:, 1] ** 2 + rng.normal(scale=0.3, size=95)
    y = _target(task.task_type, signal).astype(np.float32)
    split = Split(x[:53], y[:53], x[53:73], y[53:73])
    return Replicate(seed, split, weights_seed=seed + 7, batches_seed=seed + 11, x_test=x[73:], y_test=y[73:])


def _target(task_type: TaskType, signal: FloatArray) -> npt.NDArray[Any]:
    if task_type is TaskType.REGRESSION:
        return signal
    return signal > 0.5 if task_type is TaskType.BINARY else np.digitize(signal, [0.0, 1.0])


BINARY = make_task(TaskType.BINARY, loss="binary_crossentropy")
TASKS = {
    "binary": BINARY,
    "regression": make_task(TaskType.REGRESSION, loss="mse", hidden=(6, 4)),
    "linear regression, mae": make_task(TaskType.REGRESSION, loss="mae", hidden=()),
    "huber": make_task(TaskType.REGRESSION, loss="huber"),
    "three classes": make_task(TaskType.MULTICLASS, loss="sparse_categorical_crossentropy", n_outputs=3),
}


def assert_equal_trainings(
    task: Task,
    settings: list[Setting],
    *,
    n_seeds: int = 2,
    replicates: Sequence[Replicate] | None = None,
    both_ways: bool = False,
) -> None:
    """The vectorized engine gives what `model.fit` gives, with ``both_ways`` also a dense network without kernels."""
    replicates = replicates or [make_replicate(task, seed) for seed in range(n_seeds)]
    slow = KerasEngine(SPACE).train(task, settings, replicates)
    for with_kernels in (True, False) if both_ways else (True,):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(vectorized, "is_compiled", lambda: with_kernels)  # noqa: B023 - called in this turn
            fast = VectorizedEngine(SPACE, memory_mb=512).train(task, settings, replicates)
        for a, b in zip(fast, slow, strict=True):
            assert_equal(a, b)


def assert_equal(a: Training, b: Training) -> None:
    """Two trainings are the same; in ``b`` an epoch after an early stop is NaN."""
    trained = ~np.isnan(b.valid_loss)
    for curve in CURVES:
        values, expected = getattr(a, curve)[trained], getattr(b, curve)[trained]
        np.testing.assert_allclose(values, expected, rtol=TOLERANCE, atol=1e-7, err_msg=f"{curve} of {a.setting}")
    for name in ("last_epoch", "restored_epoch"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=f"{name} of {a.setting}")
    for name in ("test_loss", "last_test_loss", "test_metric"):
        values, expected = getattr(a, name), getattr(b, name)
        np.testing.assert_allclose(values, expected, rtol=1e-3, atol=1e-5, err_msg=f"{name} of {a.setting}")


def test_every_optimizer_decay_and_patience_trains_as_model_fit_does() -> None:
    assert_equal_trainings(BINARY, list(SETTINGS.values()), n_seeds=1, both_ways=True)


@pytest.mark.parametrize("name", [name for name in TASKS if name != "binary"])
def test_every_loss_trains_as_model_fit_does(name: str) -> None:
    assert_equal_trainings(TASKS[name], [SETTINGS["adam"], SETTINGS["sgd"]], n_seeds=1, both_ways=True)


def test_seeds_with_different_numbers_of_rows_train_as_model_fit_does() -> None:
    whole = [make_replicate(BINARY, seed) for seed in range(3)]
    split = whole[1].split
    fewer = Split(split.x_train[:41], split.y_train[:41], split.x_valid[:11], split.y_valid[:11])
    replicates = [whole[0], replace(whole[1], split=fewer), whole[2]]
    assert_equal_trainings(BINARY, [SETTINGS["adam"], SETTINGS["cosine decay"]], replicates=replicates)


@pytest.mark.parametrize("name", ["lamb", "muon", "adafactor"])
def test_optimizers_that_mix_weights_are_left_to_model_fit(name: str) -> None:
    assert "one training at a time" in str(why_not_optimizer(CLASSES[name], []))
    assert_equal_trainings(replace(BINARY, epochs=3), [Setting(name, 0.01), SETTINGS["adam"]], n_seeds=1)
