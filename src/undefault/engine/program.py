"""One compiled epoch for a population of lanes: every optimizer and setting of a task in one step."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from undefault.engine.hidden_units import share_of_norm
from undefault.engine.lane_network import LaneNetwork
from undefault.engine.lane_optimizer import LaneOptimizer
from undefault.engine.optimizers import OptimizerKind
from undefault.engine.population import BEST, LAST
from undefault.records import FloatArray, IntArray, Setting

MEASURED = (
    "train_loss",
    "gradient_norm",
    "first_gradient",
    "update_ratio",
    "valid_loss",
    "valid_score",
    "dead_units",
    "saturated_units",
    "weight_norm",
)


class Program:
    """Trains ``sum(n for _, n in kinds)`` lanes, ordered by kind, an epoch a call.

    The graph is traced at the first call and serves every later population with as many lanes of each kind, rows and
    features. Each step gathers a batch a seed, hands it to the lanes of that seed, takes all gradients at once and
    lets each optimizer move its own lanes.
    """

    def __init__(self, network: LaneNetwork, kinds: Sequence[tuple[OptimizerKind, int]], batch_size: int) -> None:
        self.n_lanes = sum(n for _, n in kinds)
        self._network, self._batch_size = network, batch_size
        self._optimizers = [LaneOptimizer(kind, n, network.n_parameters) for kind, n in kinds]
        self._states = tf.Variable(np.zeros((self.n_lanes, network.n_states), np.float64))
        self._lane_seeds = tf.Variable(np.zeros(self.n_lanes, np.int32))
        self._kept = {
            name: (
                tf.Variable(np.zeros((self.n_lanes, network.n_parameters), np.float32)),
                tf.Variable(np.zeros((self.n_lanes, network.n_states), np.float64)),
            )
            for name in (BEST, LAST)
        }
        self._train_epoch = tf.function(self._epoch)

    def reset(self, settings: Sequence[Setting], weights: FloatArray, states: FloatArray, lane_seeds: IntArray) -> None:
        """Begin new trainings; one setting, one row of ``weights`` and ``states`` and one seed index a lane.

        Lanes are ordered by setting, then by seed: ``lane_seeds`` is 0, 1, ..., 0, 1, ...
        """
        start = 0
        for optimizer in self._optimizers:
            stop = start + optimizer.n_lanes
            optimizer.reset(settings[start:stop], weights[start:stop])
            start = stop
        self._states.assign(states)
        _check_order(lane_seeds)
        self._lane_seeds.assign(lane_seeds)

    def train_epoch(
        self, order: IntArray, learning_rates: FloatArray, data: dict[str, tf.Tensor]
    ) -> dict[str, FloatArray]:
        """Train one epoch and validate.

        ``order`` is ``(n_seeds, n_train)``, ``learning_rates`` ``(n_steps, n_lanes)``, ``data`` the rows of each seed
        by name, seeds first. Returns what a `Population` returns.
        """
        rates = tf.constant(learning_rates[:, :, None], tf.float32)
        results = self._train_epoch(tf.constant(order, tf.int32), rates, data)
        return {name: result.numpy() for name, result in zip(MEASURED, results, strict=True)}

    def keep(self, name: str, lanes: Any) -> None:
        """Keep the weights of now of these lanes, a boolean mask ``(n_lanes,)``, under a name for `score_rows`."""
        mask = tf.constant(lanes)[:, None]
        for kept, now in zip(self._kept[name], (self._weights(), self._states), strict=True):
            kept.assign(tf.where(mask, now, kept))

    def score_rows(self, name: str, x: tf.Tensor, y: tf.Tensor) -> tuple[FloatArray, FloatArray]:
        """Return row losses ``(n_lanes, n_rows)`` and mean scores ``(n_lanes,)`` of the kept weights.

        ``x`` is ``(n_seeds, n_rows, n_features)``, ``y`` ``(n_seeds, n_rows)``.
        """
        losses, score = self._network.row_losses(*self._kept[name], self._by_lane(x), self._by_lane(y))
        return losses.numpy(), score.numpy()

    def _weights(self) -> tf.Tensor:
        return tf.concat([optimizer.weights.value for optimizer in self._optimizers], 0)

    def _by_lane(self, by_seed: tf.Tensor) -> tf.Tensor:
        return tf.gather(by_seed, self._lane_seeds)

    def _epoch(self, order: tf.Tensor, rates: tf.Tensor, data: dict[str, tf.Tensor]) -> Any:
        """Full batches in a loop, then the smaller last one, as ``model.fit`` orders them."""
        (n_seeds, n_rows), size = order.shape, self._batch_size
        n_full = n_rows // size
        sums = tf.zeros([4, self.n_lanes])
        for step in tf.range(n_full):
            sums += self._step(tf.slice(order, [0, step * size], [n_seeds, size]), rates[step], data)
        if n_rows % size:
            sums += self._step(order[:, n_full * size :], rates[n_full], data)
        validated = self._network.evaluate(
            self._weights(), self._states, self._by_lane(data["x_valid"]), self._by_lane(data["y_valid"])
        )
        n_steps = -(-n_rows // size)
        means = tf.unstack(sums[1:] / n_steps)
        return sums[0] / n_rows, *means, *validated, tf.norm(self._weights(), axis=1)

    def _step(self, rows: tf.Tensor, rates: tf.Tensor, data: dict[str, tf.Tensor]) -> tf.Tensor:
        """Move every lane by one batch of ``rows`` ``(n_seeds, batch)``.

        Returns ``(4, n_lanes)``: the sum of the rows' losses, the norm of the gradient, the share in it of the first
        weights' and the ratio of the update.
        """
        before = self._weights()
        x = self._by_lane(tf.gather(data["x_train"], rows, batch_dims=1))
        y = self._by_lane(tf.gather(data["y_train"], rows, batch_dims=1))
        loss, gradients, states = self._network.gradients(before, self._states, x, y, n_seeds=int(rows.shape[0]))
        self._states.assign(states)
        counts = [optimizer.n_lanes for optimizer in self._optimizers]
        for optimizer, own, rate in zip(
            self._optimizers, tf.split(gradients, counts), tf.split(rates, counts), strict=True
        ):
            optimizer.learning_rate.value.assign(rate)
            optimizer.step(own)
        ratio = tf.norm(self._weights() - before, axis=1) / tf.norm(before, axis=1)
        norm = tf.norm(gradients, axis=1)
        first = share_of_norm(tf.norm(gradients[:, : self._network.n_first], axis=1), norm)
        return tf.stack([float(rows.shape[1]) * loss, norm, first, ratio])


def _check_order(lane_seeds: IntArray) -> None:
    n_seeds = int(lane_seeds.max()) + 1
    if not np.array_equal(lane_seeds, np.arange(len(lane_seeds)) % n_seeds):
        raise ValueError(f"lanes must be ordered by setting, then by seed 0, 1, ..., got lane_seeds={lane_seeds}")
