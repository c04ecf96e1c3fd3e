"""Which Keras models are plain stacks of dense layers, and what the kernels must know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from undefault.engine.networks import PROBABILITIES, returns_logits
from undefault.records import FloatArray, Task, TaskType

ACTIVATIONS = (
    "linear",
    "relu",
    "relu6",
    "leaky_relu",
    "elu",
    "selu",
    "tanh",
    "sigmoid",
    "hard_sigmoid",
    "softplus",
    "softsign",
    "silu",
    "exponential",
)
# A crossentropy's own activation: Keras takes the loss of the logits before it, and so do the kernels
OWN_ACTIVATION = {"binary_crossentropy": "sigmoid", "sparse_categorical_crossentropy": "softmax"}


@dataclass(frozen=True)
class DenseStack:
    """A network as the kernels see it.

    ``widths`` are the number of features and the units of each layer. ``l1`` and ``l2`` ``(n_parameters,)`` weigh the
    penalties, kernel by kernel and bias by bias. ``threshold`` parts the two classes of a binary target.
    """

    widths: tuple[int, ...]
    activations: tuple[str, ...]
    l1: FloatArray
    l2: FloatArray
    loss: str
    is_binary: bool
    threshold: float

    @property
    def n_parameters(self) -> int:
        """The number of weights and biases."""
        return len(self.l1)


def read_dense_stack(model: keras.Model, task: Task) -> DenseStack | None:
    """Return the stack that the model is, or ``None`` where it is anything else."""
    layers = _chain(model)
    if not layers or len(set(layers)) < len(layers) or not all(_is_plain_dense(layer) for layer in layers):
        return None
    activations = [_own_name(layer.activation) for layer in layers]
    if activations[-1] == OWN_ACTIVATION.get(task.loss):
        activations[-1] = "linear"
    elif task.loss in OWN_ACTIVATION and activations[-1] in PROBABILITIES:
        return None
    if not set(activations) <= set(ACTIVATIONS):
        return None
    penalties = [_penalty(layer, name) for layer in layers for name in ("kernel", "bias")]
    return DenseStack(
        (task.n_features, *(layer.units for layer in layers)),
        tuple(activations),
        l1=np.concatenate([l1 for l1, _ in penalties]),
        l2=np.concatenate([l2 for _, l2 in penalties]),
        loss=task.loss,
        is_binary=task.task_type is TaskType.BINARY,
        threshold=0.0 if returns_logits(model) else 0.5,
    )


def _chain(model: keras.Model) -> Sequence[keras.Layer]:
    """Return the layers of a model that applies them one after the other to float32; nothing for another model."""
    if any(tensor.dtype != "float32" for tensor in getattr(model, "inputs", None) or ()):
        return []
    if type(model) is keras.Sequential:
        return list(model.layers)
    if type(model) is not keras.Model and type(model).__name__ != "Functional":
        return []
    operations = [part for part in model.operations if not isinstance(part, keras.layers.InputLayer)]
    follows = [
        len(part._inbound_nodes) == 1
        and [tensor._keras_history.operation for tensor in part._inbound_nodes[0].input_tensors] == [before]
        for before, part in zip(model.operations, model.operations[1:], strict=False)
    ]
    return operations if all(follows) else []


def _is_plain_dense(layer: keras.Layer) -> bool:
    """Return whether the layer is Keras's own ``Dense`` with nothing that the kernels do not do."""
    return (
        type(layer) is keras.layers.Dense
        and "call" not in vars(layer)
        and layer.use_bias
        and len(layer.trainable_variables) == 2
        and layer.dtype_policy.name == "float32"
        and not (layer.lora_enabled or layer.activity_regularizer or layer.kernel_constraint or layer.bias_constraint)
        and _is_known(layer.kernel_regularizer)
        and _is_known(layer.bias_regularizer)
    )


def _own_name(activation: Any) -> str:
    """Return the name of Keras's own function, and nothing for another function of the same name."""
    name = getattr(activation, "__name__", "")
    return name if getattr(keras.activations, name, None) is activation else ""


def _is_known(regularizer: object) -> bool:
    return regularizer is None or type(regularizer) in (
        keras.regularizers.L1,
        keras.regularizers.L2,
        keras.regularizers.L1L2,
    )


def _penalty(layer: keras.Layer, name: str) -> tuple[FloatArray, FloatArray]:
    """Return the weights of the absolute and of the squared penalty for each of the variable's elements."""
    size, regularizer = int(np.prod(getattr(layer, name).shape)), getattr(layer, f"{name}_regularizer")
    parts = (float(getattr(regularizer, part, 0.0)) for part in ("l1", "l2"))
    l1, l2 = (np.full(size, part, dtype=np.float32) for part in parts)
    return l1, l2
