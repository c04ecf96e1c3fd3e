"""One real Keras optimizer that moves many lanes at once, each with hyperparameters of its own."""

from collections.abc import Mapping, Sequence

import keras
import numpy as np
import tensorflow as tf

from undefault.engine.column import Column
from undefault.engine.optimizers import OptimizerKind, keras_defaults
from undefault.records import FloatArray, Setting

# The searched arguments of each optimizer whose update treats every element of a variable alike, so that lanes stacked
# in one variable never mix. Lamb, Adafactor and Muon use norms over the whole variable and are left out for that.
ELEMENTWISE: Mapping[str, tuple[str, ...]] = {
    "SGD": ("momentum",),
    "RMSprop": ("rho", "momentum", "epsilon"),
    "Adam": ("beta_1", "beta_2", "epsilon"),
    "AdamW": ("beta_1", "beta_2", "epsilon"),
    "Nadam": ("beta_1", "beta_2", "epsilon"),
    "Adamax": ("beta_1", "beta_2", "epsilon"),
    "Adagrad": ("epsilon",),
    "Adadelta": ("rho", "epsilon"),
    "Ftrl": ("beta",),
    "Lion": ("beta_1", "beta_2"),
}


class LaneOptimizer:
    """Weights of shape ``(n_lanes, n_parameters)`` and the Keras optimizer that updates them.

    ``weights`` is the stacked variable, ``learning_rate`` a column that may change at every step.
    """

    def __init__(self, kind: OptimizerKind, n_lanes: int, n_parameters: int) -> None:
        self.kind, self.n_lanes = kind, n_lanes
        self.weights = keras.Variable(np.zeros((n_lanes, n_parameters), np.float32))
        self.learning_rate = Column(n_lanes)
        self._columns = {name: Column(n_lanes) for name in (*ELEMENTWISE[kind.keras_class], "weight_decay")}
        self._defaults = keras_defaults(kind.keras_class)
        self._optimizer = self._build()
        self._slots = [(slot, slot.numpy()) for slot in self._optimizer.variables]

    def _build(self) -> keras.optimizers.Optimizer:
        flags = dict.fromkeys(self.kind.flags, True)
        optimizer = getattr(keras.optimizers, self.kind.keras_class)(
            learning_rate=lambda: tf.convert_to_tensor(self.learning_rate.value), **flags
        )
        for name, column in self._columns.items():
            setattr(optimizer, name, column)
        optimizer.build([self.weights])
        if self.kind.keras_class == "Nadam":  # its running product of momenta is a scalar; here each lane has its own
            optimizer._u_product = keras.Variable(np.ones((self.n_lanes, 1), np.float32))
        return optimizer

    def reset(self, settings: Sequence[Setting], weights: FloatArray) -> None:
        """Begin new trainings: ``settings`` and ``weights`` ``(n_lanes, n_parameters)``, one a lane."""
        self.weights.assign(weights)
        for slot, value in self._slots:
            slot.assign(value)
        if self.kind.keras_class == "Nadam":
            self._optimizer._u_product.assign(np.ones((self.n_lanes, 1), np.float32))
        for name, column in self._columns.items():
            column.assign(np.array([self._value(setting, name) for setting in settings]))

    def _value(self, setting: Setting, name: str) -> float:
        if name == "weight_decay":
            return setting.weight_decay
        return setting.hyperparameters.get(name, self._defaults[name])

    def step(self, gradients: tf.Tensor) -> None:
        """Apply one update with ``gradients`` ``(n_lanes, n_parameters)``; to be called inside a compiled function."""
        self._optimizer.apply([gradients], [self.weights])
