"""Convolutions as products of matrices, which lanes with kernels of their own can take all at once."""

import itertools
from collections.abc import Sequence
from functools import partial
from typing import Any

import keras
import tensorflow as tf

CONVOLUTIONS = ("Conv1D", "Conv2D")


def multiply_matrices_instead(model: keras.Model) -> None:
    """Let every convolution of this model use `convolve`.

    ``tf.vectorized_map`` has no kernel for convolutions whose lanes have weights of their own: it would take one lane
    after the other.
    """
    for layer in model._flatten_layers(include_self=False):
        if type(layer).__name__ in CONVOLUTIONS:
            layer.call = partial(_call, layer)


def _call(layer: keras.layers.Layer, inputs: tf.Tensor) -> tf.Tensor:
    outputs = convolve(
        inputs,
        tf.convert_to_tensor(layer.kernel),
        strides=layer.strides,
        padding=layer.padding,
        dilation_rate=layer.dilation_rate,
    )
    if layer.use_bias:
        outputs += layer.bias
    return layer.activation(outputs)


def convolve(
    inputs: tf.Tensor, kernel: tf.Tensor, *, strides: Sequence[int], padding: str, dilation_rate: Sequence[int]
) -> tf.Tensor:
    """Return the convolution ``(n_rows, *positions, n_filters)`` of channels-last inputs, as Keras's layers take it.

    ``inputs`` is ``(n_rows, *sizes, n_channels)``, ``kernel`` ``(*kernel_sizes, n_channels, n_filters)``; ``padding``
    is ``valid``, ``same`` or ``causal``. All that lies under the kernel at a position becomes one row of a matrix, and
    the kernel the other matrix.
    """
    spans = [(size - 1) * step + 1 for size, step in zip(kernel.shape[:-2], dilation_rate, strict=True)]
    sides = [
        _zeros(padding, size, span, stride)
        for size, span, stride in zip(inputs.shape[1:-1], spans, strides, strict=True)
    ]
    padded = tf.pad(inputs, [(0, 0), *sides, (0, 0)])
    offsets = itertools.product(*(range(0, span, step) for span, step in zip(spans, dilation_rate, strict=True)))
    patches = tf.concat([padded[_window(padded, offset, spans, strides)] for offset in offsets], -1)
    matrix = tf.reshape(kernel, [-1, kernel.shape[-1]])
    product = tf.matmul(tf.reshape(patches, [-1, matrix.shape[0]]), matrix)
    return tf.reshape(product, [-1, *patches.shape[1:-1], matrix.shape[1]])


def _zeros(padding: str, size: int, span: int, stride: int) -> tuple[int, int]:
    """Return how many zeros go before and after: TensorFlow's ``same`` puts an odd one at the end."""
    if padding == "causal":
        return span - 1, 0
    missing = max((-(-size // stride) - 1) * stride + span - size, 0) if padding == "same" else 0
    return missing // 2, missing - missing // 2


def _window(padded: tf.Tensor, offset: Sequence[int], spans: Sequence[int], strides: Sequence[int]) -> Any:
    """Return the index of the inputs that lie at this offset under the kernel, one at every position."""
    inner = zip(offset, padded.shape[1:-1], spans, strides, strict=True)
    return (slice(None), *(slice(start, size - span + start + 1, stride) for start, size, span, stride in inner))
