"""Lanes in blocks, one block after the other, so that wide layers on many lanes fit in memory."""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import keras
import tensorflow as tf

from undefault.engine.lane_convolution import CONVOLUTIONS
from undefault.engine.lane_recurrence import RECURRENT, n_steps

GATES = 8  # tensors of the width of a recurrent layer that its step keeps, counted for the largest, LSTM


def floats_per_row(model: keras.Model) -> int:
    """Return how many numbers the layers of a model keep for one row of one lane."""
    return sum(_floats(layer) for layer in model._flatten_layers(include_self=False))


def _floats(layer: keras.layers.Layer) -> int:
    name = type(layer).__name__
    if name in RECURRENT:
        return GATES * int(layer.units) * n_steps(layer)
    outputs: int = sum(prod(node.output_tensors[0].shape[1:]) for node in layer._inbound_nodes)
    if name in CONVOLUTIONS:
        return outputs + outputs // int(layer.filters) * int(prod(layer.kernel.shape[:-1]))
    return outputs


def in_blocks(function: Callable[..., Any], lanes: Sequence[tf.Tensor], most: int) -> Any:
    """Return ``function(*lanes)`` for tensors whose first axis is the lanes, at most ``most`` lanes at a time."""
    n_lanes = int(lanes[0].shape[0])
    if n_lanes <= most:
        return function(*lanes)
    results: list[Any] = []
    for start in range(0, n_lanes, most):
        with tf.control_dependencies(tf.nest.flatten(results[-1:])):
            results.append(function(*(tf.identity(lane[start : start + most]) for lane in lanes)))
    return tf.nest.map_structure(lambda *parts: tf.concat(parts, 0), *results)
