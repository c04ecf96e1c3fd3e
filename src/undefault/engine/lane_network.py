"""A network as a pure function of one lane's flat weights: losses, metric and gradient, mapped over all lanes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf

from undefault.engine.hidden_units import dead_share, hidden_bounds, open_hidden_layers, rearrange, saturated_share
from undefault.engine.lane_blocks import floats_per_row, in_blocks
from undefault.engine.lane_convolution import multiply_matrices_instead
from undefault.engine.lane_recurrence import unroll
from undefault.engine.lane_state import is_seed, pack_state, read_state, unpack_state
from undefault.engine.losses import loss_function, row_scores
from undefault.engine.networks import build_network, draw_network, returns_logits
from undefault.records import FloatArray, Task

BYTES = 12  # for each number that a layer puts out: itself, its derivative and what the graph makes on the way
COPIES = 22  # of a lane's weights: slots, best, last and gradient, and temporaries of a step (as measured)


class LaneNetwork:
    """The real Keras model of a task, called with one weight vector a lane.

    A lane's trainable weights are one vector ``(n_parameters,)``, its other state (moving averages of batch
    normalization, seeds of dropout) one vector ``(n_states,)``. The compiled functions take any number of lanes and
    rows, in this order: weights ``(n_lanes, n_parameters)``, states ``(n_lanes, n_states)``, x
    ``(n_lanes, n_rows, n_features)`` and y ``(n_lanes, n_rows)``. What the layers put out takes at most ``memory``
    bytes, or what one lane takes.
    """

    def __init__(self, task: Task, *, memory: int) -> None:
        self._task, self._model = task, build_network(task)
        multiply_matrices_instead(self._model)
        unroll(self._model)
        self._opened, self._bounds = open_hidden_layers(self._model), hidden_bounds(self._model)
        logits = returns_logits(self._model)
        self._loss = loss_function(task.loss, task.task_type, from_logits=logits)
        self._scores = row_scores(task.task_type, from_logits=logits)
        self._is_random = any(is_seed(variable) for variable in self._model.non_trainable_variables)
        self.n_parameters = _size(self._model.trainable_variables)
        self.n_first = _size(self._model.trainable_variables[:1])
        self.n_states = _size(self._model.non_trainable_variables)
        self._floats_per_row, self._most_floats = floats_per_row(self._model), memory // BYTES
        lanes = [
            tf.TensorSpec([None, self.n_parameters]),
            tf.TensorSpec([None, self.n_states], tf.float64),
            tf.TensorSpec([None, None, task.n_features]),
            tf.TensorSpec([None, None]),
        ]
        self._gradients = tf.function(self._over_seeds, input_signature=[tf.TensorSpec([], tf.int32), *lanes])
        self._evaluations = tf.function(_over_lanes(self._evaluate), input_signature=lanes)
        self._losses_by_row = tf.function(_over_lanes(self._row_losses), input_signature=lanes)

    def gradients(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor, *, n_seeds: int) -> Any:
        """Return the mean loss of each lane's batch, its gradient ``(n_lanes, n_parameters)`` and the new states.

        Lanes must be ordered by setting, then by seed, for those of one seed draw the same dropout masks.
        """
        most = self._lanes_at_once(x) // n_seeds * n_seeds
        return in_blocks(partial(self._gradients, n_seeds), [weights, states, x, y], max(n_seeds, most))

    def evaluate(self, *lanes: tf.Tensor) -> Any:
        """Return each lane's mean loss and score, as ``model.evaluate`` gives them, and two shares of units."""
        return in_blocks(self._evaluations, lanes, self._lanes_at_once(lanes[2]))

    def row_losses(self, *lanes: tf.Tensor) -> Any:
        """Return the loss of each lane's rows ``(n_lanes, n_rows)``, without penalties, and each lane's mean score."""
        return in_blocks(self._losses_by_row, lanes, self._lanes_at_once(lanes[2]))

    def _lanes_at_once(self, x: tf.Tensor) -> int:
        return int(max(1, self._most_floats // (self._floats_per_row * x.shape[1])))

    def bytes_per_lane(self, n_rows: int) -> int:
        """Return about how many bytes a lane takes besides what its layers put out, with ``n_rows`` rows of its own."""
        return 4 * (COPIES * self.n_parameters + 2 * self.n_states + 2 * n_rows * (self._task.n_features + 1))

    def draw(self, seed: int) -> tuple[FloatArray, FloatArray]:
        """Return what a new model of this seed begins with: weights ``(n_parameters,)`` and states ``(n_states,)``."""
        drawn = draw_network(self._task, seed)
        weights = np.concatenate([np.ravel(variable.numpy()) for variable in drawn.trainable_variables])
        return weights.astype(np.float32), read_state(drawn.non_trainable_variables)

    def _over_seeds(self, n_seeds: tf.Tensor, *lanes: tf.Tensor) -> Any:
        """Map over the seeds and inside over the lanes of a seed, so that a mask is drawn once a seed, not a lane."""
        if not self._is_random:
            return _over_lanes(self._gradient)(*lanes)
        by_seed = [tf.experimental.numpy.swapaxes(_fold(lane, n_seeds), 0, 1) for lane in lanes]
        results = tf.vectorized_map(self._lanes_of_a_seed, by_seed)
        return [_unfold(tf.experimental.numpy.swapaxes(result, 0, 1)) for result in results]

    def _lanes_of_a_seed(self, lanes: Sequence[tf.Tensor]) -> Any:
        shared = lanes[1][0]
        return tf.vectorized_map(lambda lane: self._gradient(*lane, shared=shared), lanes)

    def _forward(
        self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, *, training: bool, shared: tf.Tensor = None
    ) -> Any:
        """Return the outputs, then those of hidden layers, the new state vector and the sum of the penalties."""
        trained, others = self._model.trainable_variables, self._model.non_trainable_variables
        state = unpack_state(states, states if shared is None else shared, others)
        outputs, new_states, penalties = self._opened.stateless_call(
            rearrange(_unflatten(weights, trained), trained, self._opened.trainable_variables),
            rearrange(state, others, self._opened.non_trainable_variables),
            x,
            training=training,
            return_losses=True,
        )
        new_states = rearrange(new_states, self._opened.non_trainable_variables, others)
        flat = pack_state(new_states) if new_states else states
        return tf.nest.flatten(outputs), flat, tf.add_n(penalties) if penalties else 0.0

    def _gradient(
        self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor, *, shared: tf.Tensor = None
    ) -> Any:
        """Return the mean loss of a batch, its gradient ``(n_parameters,)`` and the new states."""
        with tf.GradientTape() as tape:
            tape.watch(weights)
            (outputs, *_), new_states, penalty = self._forward(weights, states, x, training=True, shared=shared)
            loss = tf.reduce_mean(self._loss(y[:, None], outputs)) + penalty
        return loss, tape.gradient(loss, weights), new_states

    def _evaluate(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> Any:
        """Return the mean loss, the mean score and the shares of dead and of saturated units."""
        (outputs, *hidden), _, penalty = self._forward(weights, states, x, training=False)
        loss = tf.reduce_mean(self._loss(y[:, None], outputs)) + penalty
        shares = dead_share(hidden), saturated_share(hidden, self._bounds)
        return loss, tf.reduce_mean(self._scores(y, outputs)), *shares

    def _row_losses(self, weights: tf.Tensor, states: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> Any:
        """Return the loss of each row, without penalties, and the mean score."""
        (outputs, *_), _, _ = self._forward(weights, states, x, training=False)
        return self._loss(y[:, None], outputs), tf.reduce_mean(self._scores(y, outputs))


def _over_lanes(function: Any) -> Any:
    return lambda *lanes: tf.vectorized_map(lambda lane: function(*lane), lanes)


def _fold(lanes: tf.Tensor, n_seeds: tf.Tensor) -> tf.Tensor:
    """Return lanes ``(n_lanes, ...)`` as ``(n_settings, n_seeds, ...)``."""
    return tf.reshape(lanes, tf.concat([[-1, n_seeds], tf.shape(lanes)[1:]], 0))


def _unfold(lanes: tf.Tensor) -> tf.Tensor:
    """Return lanes ``(n_settings, n_seeds, ...)`` as ``(n_lanes, ...)``."""
    return tf.reshape(lanes, tf.concat([[-1], tf.shape(lanes)[2:]], 0))


def _size(variables: Any) -> int:
    return int(sum(np.prod(variable.shape) for variable in variables))


def _unflatten(vector: tf.Tensor, variables: Any) -> list[tf.Tensor]:
    sizes = [int(np.prod(variable.shape)) for variable in variables]
    parts = tf.split(vector, sizes) if sizes else []
    return [tf.reshape(part, variable.shape) for part, variable in zip(parts, variables, strict=True)]
