"""Both engines from the same initial weights in the same batch order: the vectorized one must be `model.fit`."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from undefault.engine.fit import KerasEngine
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import DatasetSpec, Decay, FloatArray, NetworkSpec, Replicate, Setting, Split, Task, TaskType
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
}
SPACE = SearchSpace(
    optimizers=tuple(OptimizerSpec(name, keras_class, RATE) for name, keras_class in CLASSES.items()),
    decays=(),
    weight_decay=Range(1e-6, 1e-1),
    patience=Range(2, 50, integer=True),
)
EPOCHS = 12
SETTINGS = {
    "sgd": Setting("sgd", 0.05),
    "sgd with momentum": Setting("sgd", 0.02, {"momentum": 0.9}),
    "sgd with nesterov": Setting("sgd", 0.02, {"momentum": 0.8, "nesterov": True}),
    "rmsprop": Setting("rmsprop", 0.003, {"rho": 0.95}),
    "rmsprop with momentum": Setting("rmsprop", 0.002, {"rho": 0.9, "momentum": 0.7}),
    "adam": Setting("adam", 0.01),
    "adam with slow betas": Setting("adam", 0.01, {"beta_1": 0.95, "beta_2": 0.9999}),
    "adamw": Setting("adamw", 0.01, weight_decay=0.004),
    "nadam": Setting("nadam", 0.005, {"beta_1": 0.85}),
    "adamax": Setting("adamax", 0.01),
    "adagrad": Setting("adagrad", 0.1),
    "adadelta": Setting("adadelta", 1.0, {"rho": 0.9}),
    "ftrl": Setting("ftrl", 0.1),
    "lion": Setting("lion", 0.001, {"beta_1": 0.85, "beta_2": 0.98}),
    "weight decay": Setting("adam", 0.01, weight_decay=0.05),
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


def assert_equal_trainings(task: Task, settings: list[Setting], n_seeds: int = 2) -> None:
    replicates = [make_replicate(task, seed) for seed in range(n_seeds)]
    fast = VectorizedEngine(SPACE, max_lanes=1024).train(task, settings, replicates)
    slow = KerasEngine(SPACE).train(task, settings, replicates)
    for a, b in zip(fast, slow, strict=True):
        trained = ~np.isnan(b.valid_loss)
        for curve in ("train_loss", "valid_loss", "valid_metric", "learning_rate"):
            fast_curve, slow_curve = getattr(a, curve)[trained], getattr(b, curve)[trained]
            np.testing.assert_allclose(fast_curve, slow_curve, rtol=TOLERANCE, err_msg=f"{curve} of {a.setting}")
        np.testing.assert_array_equal(a.last_epoch, b.last_epoch)
        np.testing.assert_array_equal(a.restored_epoch, b.restored_epoch)
        assert a.test_loss is not None
        assert b.test_loss is not None
        assert a.test_metric is not None
        assert b.test_metric is not None
        np.testing.assert_allclose(a.test_loss, b.test_loss, rtol=1e-3, atol=1e-5, err_msg=f"test loss of {a.setting}")
        np.testing.assert_allclose(a.test_metric, b.test_metric, rtol=TOLERANCE)


def test_every_optimizer_decay_and_patience_trains_as_model_fit_does() -> None:
    assert_equal_trainings(BINARY, list(SETTINGS.values()))


@pytest.mark.parametrize("name", [name for name in TASKS if name != "binary"])
def test_every_loss_trains_as_model_fit_does(name: str) -> None:
    assert_equal_trainings(TASKS[name], [SETTINGS["adam"], SETTINGS["sgd"]], n_seeds=1)
