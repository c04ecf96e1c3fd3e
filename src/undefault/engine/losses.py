"""Losses and scores by row, with Keras's own functions."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from undefault.losses import KERAS_LOSSES
from undefault.records import FloatArray, TaskType

Scores = Callable[[Any, Any], Any]


def loss_function(
    name: str, task_type: TaskType, *, from_logits: bool, reduction: str | None = None
) -> keras.losses.Loss:
    """Return Keras's loss object; without ``reduction`` it gives one value a row."""
    options: dict[str, Any] = {"from_logits": from_logits} if name.endswith("crossentropy") else {}
    loss: keras.losses.Loss = getattr(keras.losses, KERAS_LOSSES[task_type][name])(reduction=reduction, **options)
    return loss


def row_scores(task_type: TaskType, *, from_logits: bool) -> Scores:
    """Return a function of targets ``(n_rows,)`` and outputs ``(n_rows, n_outputs)`` whose mean makes the metric.

    For classes the score is 1 where the row is classified rightly; for regression it is the squared error.
    """
    if task_type is TaskType.REGRESSION:
        return lambda y, outputs: ops.square(ops.reshape(y, (-1,)) - outputs[:, 0])
    if task_type is TaskType.MULTICLASS:
        return _is_right_class
    threshold = 0.0 if from_logits else 0.5
    return lambda y, outputs: keras.metrics.binary_accuracy(ops.reshape(y, (-1, 1)), outputs, threshold=threshold)


def metric(task_type: TaskType, score: FloatArray) -> FloatArray:
    """Return the metric that a mean score makes: accuracy as it is, the root of a mean squared error."""
    return np.sqrt(score) if task_type is TaskType.REGRESSION else score


def _is_right_class(y: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Keras's own sparse accuracy uses an argmax that ``tf.vectorized_map`` can only loop over, lane by lane."""
    predicted = tf.cast(tf.math.argmax(outputs, axis=-1), tf.float32)
    return tf.cast(tf.equal(tf.reshape(tf.cast(y, tf.float32), [-1]), predicted), tf.float32)
