"""Keras models from network specs: dense networks, and the user's own builders."""

import importlib
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from undefault.errors import NetworkError
from undefault.records import Task, TaskType

OUTPUT_ACTIVATION = {TaskType.REGRESSION: "linear", TaskType.BINARY: "sigmoid", TaskType.MULTICLASS: "softmax"}


def build_network(task: Task) -> keras.Model:
    """Return a new model with weights drawn from Keras's global seed; raise `NetworkError` where it does not fit."""
    model = _custom(task) if task.network.builder else _dense(task)
    expected, got = (None, task.n_outputs), tuple(model.output_shape)
    if got != expected:
        raise NetworkError(
            f"network {task.network.name!r} must return shape {expected} for {task.dataset.name}, got {got}; "
            "end it with Dense(n_outputs)"
        )
    return model


def draw_network(task: Task, seed: int) -> keras.Model:
    """Return a new model whose initial weights, and all later draws such as dropout's, come from ``seed``.

    Keras draws from its global seed, so this sets it; nothing else in the program draws from there.
    """
    keras.utils.set_random_seed(seed)
    return build_network(task)


def count_parameters(task: Task) -> int:
    """Return the number of trainable parameters."""
    return int(sum(np.prod(weight.shape) for weight in build_network(task).trainable_variables))


def returns_logits(model: keras.Model) -> bool:
    """Return whether the model ends without an activation, so that a classification loss must apply one."""
    last = getattr(model.layers[-1], "activation", None)
    return last in (None, keras.activations.linear)


def _dense(task: Task) -> keras.Model:
    hidden = [keras.layers.Dense(width, activation=task.network.activation) for width in task.network.hidden]
    output = keras.layers.Dense(task.n_outputs, activation=OUTPUT_ACTIVATION[task.task_type])
    return keras.Sequential([keras.Input((task.n_features,)), *hidden, output])


def _custom(task: Task) -> keras.Model:
    builder = import_builder(str(task.network.builder))
    try:
        model = builder((task.n_features,), task.n_outputs)
    except Exception as error:
        raise NetworkError(
            f"network.builder={task.network.builder} failed for input_shape={(task.n_features,)}, "
            f"n_outputs={task.n_outputs}: {type(error).__name__}: {error}"
        ) from error
    if not isinstance(model, keras.Model):
        raise NetworkError(
            f"network.builder={task.network.builder} must return a keras.Model, got {type(model).__name__}"
        )
    return model


def import_builder(path: str) -> Callable[..., Any]:
    """Return the function named ``package.module:function``; raise `NetworkError` where there is none."""
    module, colon, name = path.partition(":")
    if not (module and colon and name):
        raise NetworkError(f"network.builder must look like package.module:function, got {path!r}")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, SyntaxError) as error:
        raise NetworkError(
            f"network.builder={path} cannot be imported ({error}); the module must be on PYTHONPATH or in this folder"
        ) from error
    if not callable(found):
        raise NetworkError(f"network.builder={path} must name a function, got {type(found).__name__}")
    return found  # type: ignore[no-any-return]
