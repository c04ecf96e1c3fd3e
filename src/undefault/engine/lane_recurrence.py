"""Recurrent layers step by step in the graph, for ``tf.vectorized_map`` cannot differentiate their loop."""

import keras

RECURRENT = ("LSTM", "GRU", "SimpleRNN")


def unroll(model: keras.Model) -> None:
    """Let every recurrent layer of this model lay out its steps one by one, as Keras's ``unroll=True`` does."""
    for layer in model._flatten_layers(include_self=False):
        if type(layer).__name__ in RECURRENT:
            layer.unroll = True


def n_steps(layer: keras.layers.Layer) -> int:
    """Return how many steps `unroll` lays out for this layer, each time it is called; 0 for one not recurrent."""
    if type(layer).__name__ not in RECURRENT:
        return 0
    return sum(int(node.input_tensors[0].shape[1]) for node in layer._inbound_nodes)
