"""The compiled kernels where numbers overflow, vanish or are none: what `model.fit` makes of them, they make too."""

from dataclasses import replace

import numpy as np
import pytest
from test_engines_agree import BINARY, SETTINGS, SPACE, TASKS, make_replicate, make_task

from undefault.engine import vectorized
from undefault.engine.fit import KerasEngine
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import CURVES, NetworkSpec, Replicate, Setting, Split, Task, TaskType

CLASSES = {name: TASKS[name] for name in ("binary", "three classes")} | {
    "binary, mse": make_task(TaskType.BINARY, loss="mse")
}


def assert_equal_curves(task: Task, setting: Setting, replicate: Replicate) -> None:
    """All curves are those of `model.fit`, also where they are no numbers."""
    task = replace(task, epochs=3)
    fast = VectorizedEngine(SPACE, memory_mb=64).train(task, [setting], [replicate])[0]
    slow = KerasEngine(SPACE).train(task, [setting], [replicate])[0]
    for name in (*CURVES, "test_metric"):
        values, expected = getattr(fast, name), getattr(slow, name)
        np.testing.assert_allclose(values, expected, rtol=1e-4, atol=1e-7, err_msg=name)


def with_rows(replicate: Replicate, *, x_scale: float = 1.0, broken_row: int | None = None) -> Replicate:
    """Return the replicate with its training rows scaled, or a row to validate on that is no number."""
    split, x_valid = replicate.split, replicate.split.x_valid.copy()
    if broken_row is not None:
        x_valid[broken_row, 1] = np.nan
    return replace(replicate, split=Split(split.x_train * x_scale, split.y_train, x_valid, split.y_valid))


@pytest.mark.parametrize("name", CLASSES)
def test_a_network_without_numbers_is_scored_as_model_fit_scores_it(name: str) -> None:
    nothing = with_rows(make_replicate(CLASSES[name], 0), x_scale=np.nan)
    assert_equal_curves(CLASSES[name], SETTINGS["sgd"], nothing)


@pytest.mark.parametrize("way", ["kernels", "lanes of TensorFlow"])
@pytest.mark.parametrize("row", [0, 13])
def test_units_are_dead_where_one_row_makes_them_no_number(row: int, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectorized, "is_compiled", lambda: way == "kernels")
    assert_equal_curves(BINARY, SETTINGS["sgd"], with_rows(make_replicate(BINARY, 0), broken_row=row))


@pytest.mark.parametrize("clipping", ["clipvalue", "clipnorm", "global_clipnorm"])
def test_gradients_too_large_for_their_norm_are_clipped_as_keras_clips_them(clipping: str) -> None:
    task = make_task(TaskType.REGRESSION, loss="mse", hidden=())
    huge = with_rows(make_replicate(task, 0), x_scale=1e12)
    assert_equal_curves(task, Setting("sgd", 0.1, {clipping: 0.1}), huge)


@pytest.mark.parametrize("activation", ["elu", "selu", "leaky_relu"])
def test_sums_next_to_zero_have_the_slope_that_tensorflow_gives_them(activation: str) -> None:
    task = replace(TASKS["regression"], network=NetworkSpec("mlp", (6, 4), activation))
    assert_equal_curves(task, Setting("sgd", 1e-4), with_rows(make_replicate(task, 0), x_scale=1e-20))
