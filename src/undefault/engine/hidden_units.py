"""The hidden units of a network, and how many of them are dead."""

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

ACTIVATION_LAYERS = (keras.layers.ReLU, keras.layers.LeakyReLU, keras.layers.PReLU, keras.layers.ELU)


def hidden_outputs(model: keras.Model) -> list[Any]:
    """Return the symbolic outputs of all hidden layers that bend their sum by an activation.

    None for a model whose layers Keras does not know, because its class has a call of its own.
    """
    if not isinstance(model, (keras.Sequential, keras.src.models.Functional)):
        return []
    last = {id(tensor) for tensor in model.outputs}
    layers = [layer for layer in model.layers if _bends(layer) and len(layer._inbound_nodes) == 1]
    return [layer.output for layer in layers if id(layer.output) not in last]


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
