"""Sharpness by products with the Hessian against the Hessian written out, and against a formula."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from undefault.engine.networks import draw_weights
from undefault.engine.sharpness import FEWEST, KerasCurvature, TrainingLoss, sharpness
from undefault.records import DatasetSpec, FloatArray, NetworkSpec, Replicate, Split, Task, TaskType

RNG = np.random.default_rng(4)
X = RNG.normal(size=(60, 5)).astype(np.float32)
TASKS = {
    "regression": Task(
        DatasetSpec("d", "d"), NetworkSpec("n", (8,), "tanh"), TaskType.REGRESSION, 5, 1, "mse", epochs=4, batch_size=8
    )
}
TASKS["binary"] = replace(TASKS["regression"], task_type=TaskType.BINARY, loss="binary_crossentropy")
TASKS["classes"] = replace(
    TASKS["regression"], task_type=TaskType.MULTICLASS, n_outputs=3, loss="sparse_categorical_crossentropy"
)
TASKS["relu"] = replace(TASKS["classes"], network=NetworkSpec("n", (8, 6)))
TARGETS = {
    TaskType.REGRESSION: X @ np.ones(5) + 0.1,
    TaskType.BINARY: X[:, 0] > 0,
    TaskType.MULTICLASS: np.arange(60) % 3,
}


def replicate_of(task: Task) -> Replicate:
    y = np.asarray(TARGETS[task.task_type], dtype=np.float32)
    return Replicate(0, Split(X, y, X, y), weights_seed=3, batches_seed=0)


def at_start(task: Task) -> tuple[TrainingLoss, tf.Tensor, tf.Tensor, tf.Tensor]:
    split = replicate_of(task).split
    weights = np.concatenate([np.ravel(part) for part in draw_weights(task, 3)])
    return TrainingLoss(task), tf.constant(weights), tf.constant(split.x_train), tf.constant(split.y_train)


def hessian_by_differences(loss: TrainingLoss, weights: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> FloatArray:
    """Return the Hessian ``(n, n)`` from central differences of the gradient."""
    step, rows = 1e-2, []
    for unit in np.eye(int(weights.shape[0]), dtype=np.float32) * step:
        ahead, behind = (loss._gradient(weights + sign * unit, x, y).numpy().astype(float) for sign in (1, -1))
        rows.append((ahead - behind) / (2 * step))
    return np.stack(rows)


@pytest.mark.parametrize("name", ["regression", "binary", "classes"])
def test_lanczos_finds_the_largest_eigenvalue_that_numpy_finds(name: str) -> None:
    """Smooth networks, so that differences of gradients are a Hessian; exact to one part in a thousand or so."""
    loss, weights, x, y = at_start(TASKS[name])
    assert int(weights.shape[0]) > FEWEST
    expected = np.linalg.eigvalsh(hessian_by_differences(loss, weights, x, y))[-1]
    assert sharpness(loss, weights, x, y)[0] == pytest.approx(expected, rel=5e-3)


def test_the_vector_is_an_eigenvector_also_with_kinks() -> None:
    loss, weights, x, y = at_start(TASKS["relu"])
    value, vector = sharpness(loss, weights, x, y)
    product = loss.product(weights, tf.constant(vector, tf.float32), x, y).numpy()
    np.testing.assert_allclose(product, value * vector, atol=2e-3 * value)


def test_the_sharpness_of_linear_regression_is_that_of_its_moment_matrix() -> None:
    """The Hessian of the mean squared error is ``2 / n`` times the moments of the rows and a column of ones."""
    loss, weights, x, y = at_start(replace(TASKS["regression"], network=NetworkSpec("linear")))
    rows = np.hstack([X, np.ones((60, 1))])
    expected = np.linalg.eigvalsh(2 * rows.T @ rows / 60)[-1]
    assert sharpness(loss, weights, x, y)[0] == pytest.approx(expected, rel=1e-5)


def test_a_path_begins_at_the_initial_weights_and_reaches_its_span_the_same_each_time() -> None:
    task = TASKS["classes"]
    found = [KerasCurvature().path(task, replicate_of(task), span=50.0) for _ in range(2)]
    assert found[0] is not None
    assert found[1] is not None
    np.testing.assert_array_equal(found[0].sharpness, found[1].sharpness)
    assert found[0].sharpness[0] == pytest.approx(sharpness(*at_start(task))[0], rel=1e-3)
    assert found[0].times[-1] * found[0].sharpness.max() >= 50.0 * 0.9
    assert (np.diff(found[0].times) > 0).all()


def test_adaptive_sharpness_is_that_of_the_hessian_divided_by_the_gradients() -> None:
    """At the initial weights the divisor is each gradient's magnitude; of both sides of the Hessian, its root."""
    task = TASKS["classes"]
    loss, weights, x, y = at_start(task)
    gradient = np.abs(loss._gradient(weights, x, y).numpy().astype(float))
    root = np.sqrt(np.maximum(gradient, 0.01 * np.sqrt((gradient**2).mean())) + 1e-7)
    expected = np.linalg.eigvalsh(hessian_by_differences(loss, weights, x, y) / np.outer(root, root))[-1]
    found = KerasCurvature().adaptive_path(task, replicate_of(task), span=50.0)
    assert found is not None
    assert found.sharpness[0] == pytest.approx(expected, rel=2e-2)


def test_an_adaptive_path_reaches_its_span_and_does_not_see_the_unit_of_the_loss() -> None:
    """Ten times the loss has ten times the Hessian and the gradients: the path and its sharpness stay what they are."""
    task = TASKS["regression"]
    found = KerasCurvature().adaptive_path(task, replicate_of(task), span=20.0)
    assert found is not None
    assert found.times[-1] * found.sharpness[-1] >= 20.0
    larger = KerasCurvature()
    loss = TimesTen(task)
    larger._task, larger._loss = task, loss
    again = larger.adaptive_path(task, replicate_of(task), span=20.0)
    assert again is not None
    assert again.sharpness[0] == pytest.approx(found.sharpness[0], rel=1e-2)
    assert np.interp(0.1, again.times, again.sharpness) == pytest.approx(
        np.interp(0.1, found.times, found.sharpness), rel=5e-2
    )


class TimesTen(TrainingLoss):
    """Ten times the loss."""

    def __call__(self, weights: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        return 10.0 * super().__call__(weights, x, y)


def test_a_flat_loss_has_no_sharpness() -> None:
    loss, weights, x, y = at_start(TASKS["regression"])
    loss.product = lambda *_: tf.zeros_like(weights)
    assert sharpness(loss, weights, x, y)[0] == 0
