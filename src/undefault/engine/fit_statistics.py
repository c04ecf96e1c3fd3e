"""The `STATISTICS` of a training by ``model.fit``."""

from collections.abc import Iterable
from typing import Any

import keras
import tensorflow as tf

from undefault.engine.hidden_units import dead_share, hidden_bounds, hidden_outputs, saturated_share, share_of_norm
from undefault.records import STATISTICS, FloatArray


class FitStatistics(keras.callbacks.Callback):  # type: ignore[misc]
    """Notes the norms of gradients and of updates at each step, and the rest after each epoch."""

    def __init__(self, x_valid: FloatArray) -> None:
        super().__init__()
        self._by_epoch: list[list[float]] = []
        self._x_valid = tf.constant(x_valid)
        self._sums, self._steps = tf.Variable([0.0, 0.0, 0.0]), tf.Variable(0.0)

    def on_train_begin(self, logs: object = None) -> None:  # noqa: ARG002
        """Measure around the optimizer's own step, before the step is traced."""
        apply_gradients = self.model.optimizer.apply_gradients

        def measured(pairs: Iterable[tuple[tf.Tensor, Any]]) -> Any:
            pairs = list(pairs)
            before = [tf.identity(variable) for _, variable in pairs]
            result = apply_gradients(pairs)
            changes = [variable - old for (_, variable), old in zip(pairs, before, strict=True)]
            gradient_norm = tf.linalg.global_norm([gradient for gradient, _ in pairs])
            ratio = tf.linalg.global_norm(changes) / tf.linalg.global_norm(before)
            first = share_of_norm(tf.norm(pairs[0][0]), gradient_norm)
            self._sums.assign_add([gradient_norm, first, ratio])
            self._steps.assign_add(1.0)
            return result

        self.model.optimizer.apply_gradients = measured
        hidden = hidden_outputs(self.model)
        self._hidden = keras.Model(self.model.inputs, hidden) if hidden else None

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
        """Begin the sums anew."""
        self._sums.assign([0.0, 0.0, 0.0])
        self._steps.assign(0.0)

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
        """Keep the means over the epoch's steps and what the epoch left."""
        weight_norm = tf.linalg.global_norm([variable.value for variable in self.model.trainable_variables])
        outputs = self._hidden(self._x_valid, training=False) if self._hidden else []
        hidden = outputs if isinstance(outputs, list) else [outputs]
        shares = dead_share(hidden), saturated_share(hidden, hidden_bounds(self.model))
        means = (self._sums / self._steps).numpy()
        self._by_epoch.append([float(value) for value in (*means, weight_norm, *shares)])

    def curves(self) -> dict[str, list[float]]:
        """Return one value an epoch for each of the statistics."""
        return {name: [epoch[i] for epoch in self._by_epoch] for i, name in enumerate(STATISTICS)}
