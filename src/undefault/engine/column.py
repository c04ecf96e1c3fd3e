"""A hyperparameter with one value per lane, in the place where a Keras optimizer expects one Python float."""

from typing import Any

import numpy as np
import tensorflow as tf

from undefault.records import FloatArray


class Column:
    """Values of shape ``(n_lanes, 1)`` that broadcast over stacked variables ``(n_lanes, n_parameters)``.

    Keras writes ``1 - self.beta_2`` with a Python float, so the difference is rounded once, from float64. A float32
    column would round ``beta_2`` first and be 1e-5 off; so the complement is kept beside the value, rounded once too.
    Keras builds slots only where ``momentum != 0``; a column may hold any value later, so it never equals a number,
    and a lane of momentum 0 then moves exactly as without momentum.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, n_lanes: int) -> None:
        self.value = tf.Variable(np.zeros((n_lanes, 1), np.float32), trainable=False)
        self._complement = tf.Variable(np.ones((n_lanes, 1), np.float32), trainable=False)

    def assign(self, values: FloatArray) -> None:
        """Set all values, shape ``(n_lanes,)`` in float64."""
        column = np.asarray(values, dtype=np.float64)[:, None]
        self.value.assign(column.astype(np.float32))
        self._complement.assign((1.0 - column).astype(np.float32))

    def __rsub__(self, other: float) -> tf.Tensor:
        if other != 1:
            raise ValueError(f"a column can be taken from 1 only, got {other}")
        return self._complement.read_value()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __gt__(self, other: float) -> bool:
        return True


def _to_tensor(column: Column, dtype: Any = None, name: Any = None, as_ref: bool = False) -> Any:  # noqa: ARG001, FBT001, FBT002
    return tf.convert_to_tensor(column.value, dtype=dtype)


tf.register_tensor_conversion_function(Column, _to_tensor)
