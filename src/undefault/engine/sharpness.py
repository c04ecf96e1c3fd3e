"""The sharpness of a task's training loss: the largest eigenvalue of its Hessian, by Lanczos on products with it."""

from typing import Any

import numpy as np
import tensorflow as tf
from scipy.sparse.linalg import LinearOperator, eigsh

from undefault.contracts import Curvature
from undefault.engine.losses import loss_function
from undefault.engine.networks import build_network, draw_weights, returns_logits
from undefault.records import FloatArray, Replicate, Task
from undefault.stability.limits import SharpnessPath

STRIDE = 0.5  # steps of the path in units of what is stable, 2 / sharpness
POINTS = 24  # at which the sharpness is measured, closer together at first
FLATTEST = 1e-6  # sharpness below which the path is walked as if it had this
FURTHER = 0.35  # of the time so far, between the points of an adaptive path, which begins sharp
MOST_POINTS, MOST_STEPS = 60, 4000  # of an adaptive path, and between two of its points
EPSILON = 1e-7  # Keras's own, added to the root mean square of gradients
LEAST_GRADIENT = 0.01  # of that of all weights together
TOLERANCE = 1e-3  # relative, of an eigenvalue
FEWEST = 40  # weights; below, the Hessian is written out, for Lanczos needs more than a few


class TrainingLoss:
    """A task's mean loss over all training rows as a function of its weights in one vector ``(n_parameters,)``."""

    def __init__(self, task: Task) -> None:
        self.model = build_network(task)
        self._shapes = [tuple(weight.shape) for weight in self.model.trainable_variables]
        self._sizes = [int(np.prod(shape)) for shape in self._shapes]
        self._loss = loss_function(
            task.loss, task.task_type, from_logits=returns_logits(self.model), reduction="sum_over_batch_size"
        )
        rows = [tf.TensorSpec([None, task.n_features]), tf.TensorSpec([None])]
        vector, number = tf.TensorSpec([sum(self._sizes)]), tf.TensorSpec([])
        self.product = tf.function(self._product, input_signature=[vector, vector, *rows])
        count = tf.TensorSpec([], tf.int32)
        self.gradient = tf.function(self._gradient, input_signature=[vector, *rows])
        self.descend = tf.function(self._descend, input_signature=[vector, *rows, number, count])
        self.adapt = tf.function(self._adapt, input_signature=[vector, vector, number, *rows, number, count])

    def __call__(self, weights: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        """Return the loss."""
        parts = [
            tf.reshape(part, shape) for part, shape in zip(tf.split(weights, self._sizes), self._shapes, strict=True)
        ]
        outputs, _ = self.model.stateless_call(parts, [], x, training=True)
        return self._loss(y[:, None], outputs)

    def _gradient(self, weights: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(weights)
            loss = self(weights, x, y)
        return tape.gradient(loss, weights)

    def _product(self, weights: tf.Tensor, vector: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        """Return the Hessian times ``vector`` (Pearlmutter 1994)."""
        with tf.GradientTape() as tape:
            tape.watch(weights)
            along = tf.reduce_sum(self._gradient(weights, x, y) * vector)
        found = tape.gradient(along, weights)
        return tf.zeros_like(weights) if found is None else found

    def _descend(self, weights: tf.Tensor, x: tf.Tensor, y: tf.Tensor, rate: tf.Tensor, n_steps: tf.Tensor) -> Any:
        def step(taken: tf.Tensor, now: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            return taken + 1, now - rate * self._gradient(now, x, y)

        return tf.while_loop(lambda taken, _: taken < n_steps, step, (tf.constant(0), weights))[1]

    def _adapt(
        self,
        weights: tf.Tensor,
        square: tf.Tensor,
        time: tf.Tensor,
        x: tf.Tensor,
        y: tf.Tensor,
        rate: tf.Tensor,
        n_steps: tf.Tensor,
    ) -> Any:
        """Return the weights and the mean square of all gradients after more steps; ``time`` is that of the mean."""

        def step(taken: tf.Tensor, now: tf.Tensor, mean: tf.Tensor, since: tf.Tensor) -> tuple[tf.Tensor, ...]:
            gradient = self._gradient(now, x, y)
            mean += (gradient**2 - mean) * rate / (since + rate)
            return taken + 1, now - rate * gradient / (tf.sqrt(mean) + EPSILON), mean, since + rate

        return tf.while_loop(lambda taken, *_: taken < n_steps, step, (tf.constant(0), weights, square, time))[1:3]


class KerasCurvature(Curvature):
    """Measures one task after the other; what was traced for one is forgotten with the next."""

    def __init__(self) -> None:
        self._task: Task | None = None
        self._loss: TrainingLoss | None = None

    def path(self, task: Task, replicate: Replicate, *, span: float) -> SharpnessPath | None:
        """Return the sharpness from the initial weights on, until time ``span / largest sharpness so far``."""
        loss = self._loss_of(task)
        if loss is None:
            return None
        weights, x, y = _start(task, replicate)
        sharp, vector = sharpness(loss, weights, x, y)
        times, found, time = [0.0], [sharp], 0.0
        for end in (np.arange(1, POINTS) / (POINTS - 1)) ** 3:
            peak = max(*found, FLATTEST)
            rate = STRIDE * 2 / peak
            n_steps = max(1, round((end * span / peak - time) / rate))
            weights = loss.descend(weights, x, y, rate, n_steps)
            time += rate * n_steps
            sharp, vector = sharpness(loss, weights, x, y, start=vector)
            times.append(time)
            found.append(sharp)
        return SharpnessPath(np.array(times), np.array(found))

    def adaptive_path(self, task: Task, replicate: Replicate, *, span: float) -> SharpnessPath | None:
        """Return the preconditioned sharpness along adaptive descent, until time ``span / sharpness``, the last one."""
        loss = self._loss_of(task)
        if loss is None:
            return None
        weights, x, y = _start(task, replicate)
        square = loss.gradient(weights, x, y) ** 2
        sharp, vector = sharpness(loss, weights, x, y, scale=_scale(square))
        times, found, time = [0.0], [sharp], 0.0
        while time * max(sharp, FLATTEST) < span and len(times) < MOST_POINTS:
            rate = STRIDE * 2 / max(sharp, FLATTEST)
            n_steps = int(np.clip(FURTHER * time / rate, 1, MOST_STEPS))
            weights, square = loss.adapt(weights, square, time, x, y, rate, n_steps)
            time += rate * n_steps
            sharp, vector = sharpness(loss, weights, x, y, start=vector, scale=_scale(square))
            times.append(time)
            found.append(sharp)
        return SharpnessPath(np.array(times), np.array(found))

    def _loss_of(self, task: Task) -> TrainingLoss | None:
        """Return the task's loss.

        ``None`` for networks that keep a state, as normalization and dropout do: their loss is no function of the
        weights alone.
        """
        if self._loss is None or self._task != task:
            self._task, self._loss = task, TrainingLoss(task)
        return None if self._loss.model.non_trainable_variables else self._loss


def _start(task: Task, replicate: Replicate) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the initial weights in one vector, and the training rows."""
    weights = np.concatenate([np.ravel(part) for part in draw_weights(task, replicate.weights_seed)])
    return tf.constant(weights), tf.constant(replicate.split.x_train), tf.constant(replicate.split.y_train)


def _scale(square: tf.Tensor) -> FloatArray:
    """Return the inverse root of the preconditioner, from the mean square of each weight's gradient.

    A weight without a gradient to speak of, as of a unit that was dead until now, would make the Hessian as sharp as
    one likes; but its first disturbance makes its preconditioner large, so it counts as if it had `LEAST_GRADIENT`.
    """
    mean = square.numpy().astype(float)
    return np.asarray(1 / np.sqrt(np.sqrt(np.maximum(mean, LEAST_GRADIENT**2 * mean.mean())) + EPSILON))


def sharpness(
    loss: TrainingLoss,
    weights: tf.Tensor,
    x: tf.Tensor,
    y: tf.Tensor,
    *,
    start: FloatArray | None = None,
    scale: FloatArray | float = 1.0,
) -> tuple[float, FloatArray]:
    """Return the largest eigenvalue of the Hessian and its vector ``(n_parameters,)``.

    By Lanczos's method (ARPACK), from ``start``, the vector of a point nearby. Rows and columns of the Hessian are
    multiplied by ``scale`` ``(n_parameters,)``.
    """
    n = int(weights.shape[0])

    def times(vector: FloatArray) -> FloatArray:
        found = loss.product(weights, tf.constant(np.ravel(vector) * scale, tf.float32), x, y)
        return np.asarray(found.numpy(), dtype=float) * scale

    if n < FEWEST:
        hessian = np.stack([times(unit) for unit in np.eye(n)])
        values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
        return float(values[-1]), vectors[:, -1]
    begin = np.ones(n) if start is None else start
    begin = begin + 1e-2 * np.linalg.norm(begin) * np.cos(np.arange(n)) / np.sqrt(n)
    if not times(begin).any():  # flat, as where the loss is 0; ARPACK has no answer for that
        return 0.0, begin
    operator = LinearOperator((n, n), matvec=times, dtype=float)
    values, vectors = eigsh(operator, k=1, which="LA", v0=begin, ncv=min(n, 12), tol=TOLERANCE)
    return float(values[0]), np.asarray(vectors[:, 0])
