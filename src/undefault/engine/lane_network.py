"""A network as a pure function of one lane's flat weights: losses, metric and gradient, mapped over all lanes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from undefault.engine.losses import loss_function, row_scores
from undefault.engine.networks import build_network, returns_logits
from undefault.records import FloatArray, Task


class LaneNetwork:
    """The real Keras model of a task, called with one weight vector a lane.

    A lane's trainable weights are one vector ``(n_parameters,)``, its other state (moving averages of batch
    normalization) one vector ``(n_states,)``. The compiled functions take any number of lanes and rows:
    weights ``(n_lanes, n_parameters)``, states ``(n_lanes, n_states)``, x ``(n_lanes, n_rows, n_features)`` and
    y ``(n_lanes, n_rows)``.
    """

    def __init__(self, task: Task) -> None:
        self._model = build_network(task)
        logits = returns_logits(self._model)
        self._loss = loss_function(task.loss, task.task_type, from_logits=logits)
        self._scores = row_scores(task.task_type, from_logits=logits)
        self.n_parameters = _size(self._model.trainable_variables)
        self.n_states = _size(self._model.non_trainable_variables)
        lanes = [
            tf.TensorSpec([None, self.n_parameters]),
            tf.TensorSpec([None, self.n_states]),
            tf.TensorSpec([None, None, task.n_features]),
            tf.TensorSpec([None, None]),
        ]
        self.gradients = tf.function(self._over_lanes(self._gradient), input_signature=lanes)
        self.evaluate = tf.function(self._over_lanes(self._evaluate), input_signature=lanes)
        self.row_losses = tf.function(self._over_lanes(self._row_losses), input_signature=lanes)

    def flatten(self, weights: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
        """Return the weights of ``model.get_weights()`` as the two vectors ``(n_parameters,)`` and ``(n_states,)``."""
        trainable = {id(variable) for variable in self._model.trainable_variables}
        parts: tuple[list[FloatArray], list[FloatArray]] = ([], [])
        for variable, weight in zip(self._model.weights, weights, strict=True):
            parts[id(variable) not in trainable].append(np.ravel(weight))
        vectors = [np.concatenate([*part, np.zeros(0)]).astype(np.float32) for part in parts]
        return vectors[0], vectors[1]

    def _over_lanes(self, function: Any) -> Any:
        return lambda *lanes: tf.vectorized_map(lambda lane: function(*lane), lanes)

    def _forward(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, *, training: bool) -> Any:
        """Return outputs, the new state vector and the sum of the regularization losses."""
        outputs, new_states, penalties = self._model.stateless_call(
            _unflatten(weights, self._model.trainable_variables),
            _unflatten(states, self._model.non_trainable_variables),
            x,
            training=training,
            return_losses=True,
        )
        flat = tf.concat([tf.reshape(state, [-1]) for state in new_states], 0) if new_states else states
        return outputs, flat, tf.add_n(penalties) if penalties else 0.0

    def _gradient(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> Any:
        """Return the mean loss of a batch, its gradient ``(n_parameters,)`` and the new states."""
        with tf.GradientTape() as tape:
            tape.watch(weights)
            outputs, new_states, penalty = self._forward(weights, states, x, training=True)
            loss = tf.reduce_mean(self._loss(y[:, None], outputs)) + penalty
        return loss, tape.gradient(loss, weights), new_states

    def _evaluate(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> Any:
        """Return the mean loss and the mean score, as ``model.evaluate`` gives them."""
        outputs, _, penalty = self._forward(weights, states, x, training=False)
        return tf.reduce_mean(self._loss(y[:, None], outputs)) + penalty, tf.reduce_mean(self._scores(y, outputs))

    def _row_losses(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> Any:
        """Return the loss of each row, without penalties, and the mean score."""
        outputs, _, _ = self._forward(weights, states, x, training=False)
        return self._loss(y[:, None], outputs), tf.reduce_mean(self._scores(y, outputs))


def _size(variables: Any) -> int:
    return int(sum(np.prod(variable.shape) for variable in variables))


def _unflatten(vector: tf.Tensor, variables: Any) -> list[tf.Tensor]:
    sizes = [int(np.prod(variable.shape)) for variable in variables]
    parts = tf.split(vector, sizes) if sizes else []
    return [tf.reshape(part, variable.shape) for part, variable in zip(parts, variables, strict=True)]
