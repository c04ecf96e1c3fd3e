"""A lane's state that is not trained: moving averages and the seeds of random layers, as one vector of float64."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from undefault.records import FloatArray

MOST = 2**53  # float64 holds every float32, and every integer up to here


def read_state(variables: Sequence[Any]) -> FloatArray:
    """Return the values of Keras variables as one vector ``(n_states,)``."""
    return np.concatenate([np.zeros(0), *(np.ravel(variable.numpy()).astype(np.float64) for variable in variables)])


def pack_state(tensors: Sequence[tf.Tensor]) -> tf.Tensor:
    """Return tensors as one vector ``(n_states,)``."""
    return tf.concat([tf.cast(tf.reshape(tensor, [-1]), tf.float64) for tensor in tensors], 0)


def unpack_state(own: tf.Tensor, shared: tf.Tensor, variables: Sequence[Any]) -> list[tf.Tensor]:
    """Return one tensor a variable from what `pack_state` packed: a seed from ``shared``, all else from ``own``."""
    sizes = [int(np.prod(variable.shape)) for variable in variables]
    if not sizes:
        return []
    parts = zip(tf.split(own, sizes), tf.split(shared, sizes), variables, strict=True)
    return [
        tf.cast(tf.reshape(draws if is_seed(variable) else values, variable.shape), variable.dtype)
        for values, draws, variable in parts
    ]


def is_seed(variable: Any) -> bool:
    """Return whether a variable that is not trained is the seed of a random layer."""
    return str(variable.dtype).startswith(("int", "uint"))
