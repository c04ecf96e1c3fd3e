"""The hidden units of a network, and how many of them are dead or saturated."""

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

Bounds = tuple[float, float]
BOUNDS = {"tanh": (-1.0, 1.0), "softsign": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "hard_sigmoid": (0.0, 1.0)}
NEAR = 0.01  # of the range between the bounds
ACTIVATION_LAYERS = (keras.layers.ReLU, keras.layers.LeakyReLU, keras.layers.PReLU, keras.layers.ELU)


def hidden_layers(model: keras.Model) -> list[keras.Layer]:
    """Return all hidden layers that bend their sum by an activation.

    None for a model whose layers Keras does not know, because its class has a call of its own.
    """
    if not isinstance(model, (keras.Sequential, keras.src.models.Functional)):
        return []
    last = {id(tensor) for tensor in model.outputs}
    layers = [layer for layer in model.layers if _bends(layer) and len(layer._inbound_nodes) == 1]
    return [layer for layer in layers if id(layer.output) not in last]


def hidden_outputs(model: keras.Model) -> list[Any]:
    """Return the symbolic outputs of the `hidden_layers`."""
    return [layer.output for layer in hidden_layers(model)]


def hidden_bounds(model: keras.Model) -> list[Bounds | None]:
    """Return between which values each of the `hidden_layers` puts out, ``None`` where there is no such pair."""
    return [BOUNDS.get(getattr(getattr(layer, "activation", None), "__name__", "")) for layer in hidden_layers(model)]


def _bends(layer: keras.Layer) -> bool:
    activation = getattr(layer, "activation", None)
    return isinstance(layer, ACTIVATION_LAYERS) or getattr(activation, "__name__", "linear") != "linear"


def open_hidden_layers(model: keras.Model) -> keras.Model:
    """Return a model of the same layers that puts out a list: the model's own output, then `hidden_outputs`."""
    return keras.Model(model.inputs, [*model.outputs, *hidden_outputs(model)])


def rearrange(values: Sequence[Any], variables: Sequence[Any], wanted: Sequence[Any]) -> list[Any]:
    """Return the values of variables in the order of the same ``wanted`` variables."""
    by_variable = {id(variable): value for variable, value in zip(variables, values, strict=True)}
    return [by_variable[id(variable)] for variable in wanted]


def dead_share(outputs: Sequence[tf.Tensor]) -> tf.Tensor:
    """Return the share of units, the last axis of each ``(n_rows, ..., n_units)``, that give the same everywhere.

    A unit that gives what is not a number anywhere counts as one; a greatest value alone may or may not show it.
    """
    if not outputs:
        return tf.constant(float("nan"))
    units = [tf.reshape(output, (-1, output.shape[-1])) for output in outputs]
    alive = [tf.reduce_max(unit, 0) > tf.reduce_min(unit, 0) for unit in units]
    known = [tf.reduce_all(tf.equal(unit, unit), 0) for unit in units]
    dead = tf.logical_not(tf.concat(alive, 0) & tf.concat(known, 0))
    return tf.reduce_mean(tf.cast(dead, tf.float32))


def saturated_share(outputs: Sequence[tf.Tensor], bounds: Sequence[Bounds | None]) -> tf.Tensor:
    """Return the share of bounded units, the last axis of each output, that are `NEAR` a bound, the mean over rows."""
    bounded = [(output, pair) for output, pair in zip(outputs, bounds, strict=True) if pair]
    if not bounded:
        return tf.constant(float("nan"))
    shares = [_share_at_bounds(output, *pair) for output, pair in bounded]
    units = [float(output.shape[-1]) for output, _ in bounded]
    return tf.add_n([share * count for share, count in zip(shares, units, strict=True)]) / sum(units)


def _share_at_bounds(output: tf.Tensor, low: float, high: float) -> tf.Tensor:
    near = NEAR * (high - low)
    return tf.reduce_mean(tf.cast((output < low + near) | (output > high - near), tf.float32))


def share_of_norm(part: tf.Tensor, whole: tf.Tensor) -> tf.Tensor:
    """Return a part's norm over the whole's, 0 where there is none."""
    return tf.math.divide_no_nan(part, whole)
