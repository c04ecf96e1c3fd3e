"""Keras models from network specs: dense networks, and the user's own builders."""

import itertools
import threading

import keras
import numpy as np

from undefault.engine.builder import build_custom
from undefault.errors import NetworkError, nearest
from undefault.keras_code import OUTPUT_ACTIVATION
from undefault.records import FloatArray, Task

# no activations, or such as halve the width of their layer or need more than a name
NOT_FOR_DENSE = {"deserialize", "get", "glu", "serialize", "threshold"}
PROBABILITIES = ("hard_sigmoid", "sigmoid", "softmax")
_ONE_AT_A_TIME = threading.RLock()  # Keras draws from Python's own generator, which all threads share
MOST_PARAMETERS = 100_000_000  # 400 MB a training, beyond any network this is for


def build_network(task: Task) -> keras.Model:
    """Return a new model with weights drawn from Keras's global seed; raise `NetworkError` where it does not fit."""
    with _ONE_AT_A_TIME:
        return build_custom(task) if task.network.builder else _dense(task)


def draw_network(task: Task, seed: int) -> keras.Model:
    """Return a new model whose initial weights, and all later draws such as dropout's, come from ``seed``.

    Keras draws from its global seed, so this sets it; nothing else in the program draws from there.
    """
    with _ONE_AT_A_TIME:
        keras.utils.set_random_seed(seed)
        return build_network(task)


def draw_weights(task: Task, seed: int) -> list[FloatArray]:
    """Return ``draw_network(task, seed).get_weights()``.

    Building a model takes ten times as long as drawing the weights of a dense one, so these are drawn from Keras's own
    initializers as ``Dense`` makes them, one layer after the other.
    """
    if task.network.builder:
        weights: list[FloatArray] = draw_network(task, seed).get_weights()
        return weights
    with _ONE_AT_A_TIME:
        keras.utils.set_random_seed(seed)
        kernels = [keras.initializers.GlorotUniform() for _ in range(len(task.network.hidden) + 1)]
    widths = [task.n_features, *task.network.hidden, task.n_outputs]
    return [
        part
        for kernel, (inputs, units) in zip(kernels, itertools.pairwise(widths), strict=True)
        for part in (np.asarray(kernel((inputs, units))), np.zeros(units, np.float32))
    ]


def count_parameters(task: Task) -> int:
    """Return the number of trainable parameters."""
    return sum(int(np.prod(weight.shape)) for weight in build_network(task).trainable_variables)


def check_network(task: Task) -> None:
    """Raise `NetworkError` where the network cannot be trained on its dataset, before anything is trained."""
    model = build_network(task)
    if not model.trainable_variables:
        raise NetworkError(
            f"network {task.network.name!r} must have weights to train, got none; add a layer that is trainable"
        )
    if build_network(task) is model:
        raise NetworkError(
            f"network.builder={task.network.builder} must return a new model each time it is called, got the same one "
            "twice; build the model inside the function"
        )


def returns_logits(model: keras.Model) -> bool:
    """Return whether a classification loss must apply the sigmoid or softmax itself, for the model does not end in one.

    A model of a class of its own is judged by the layer it made last, for what its call does with it cannot be seen.
    """
    outputs = getattr(model, "outputs", None)
    last = outputs[0]._keras_history.operation if outputs else model.layers[-1]
    activation = getattr(last, "activation", None)
    return (
        type(last).__name__ not in ("Sigmoid", "Softmax") and getattr(activation, "__name__", "") not in PROBABILITIES
    )


def activations() -> list[str]:
    """Return the names of Keras's activations that a dense layer can have by name alone."""
    functions = {word for word in dir(keras.activations) if not word.startswith("_")}
    return sorted(functions - NOT_FOR_DENSE)


def _dense(task: Task) -> keras.Model:
    _check_activation(task.network.activation)
    _check_size(task)
    hidden = [keras.layers.Dense(width, activation=task.network.activation) for width in task.network.hidden]
    output = keras.layers.Dense(task.n_outputs, activation=OUTPUT_ACTIVATION[task.task_type])
    return keras.Sequential([keras.Input((task.n_features,)), *hidden, output])


def _check_activation(name: str) -> None:
    known = activations()
    if name not in known:
        raise NetworkError(f"network.activation must be one of {', '.join(known)}, got {name!r}{nearest(name, known)}")


def _check_size(task: Task) -> None:
    hidden = list(task.network.hidden)
    widths = [task.n_features, *hidden, task.n_outputs]
    n_parameters = sum((before + 1) * after for before, after in itertools.pairwise(widths))
    if n_parameters > MOST_PARAMETERS:
        raise NetworkError(
            f"a network must have at most {MOST_PARAMETERS:,} parameters, but network.hidden={hidden} "
            f"makes {n_parameters:,} on {task.dataset.name}; choose smaller layers"
        )
