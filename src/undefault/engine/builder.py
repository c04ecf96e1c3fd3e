"""The user's own networks: a function that is found by name and called for each new model."""

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np

from undefault.engine.time_limit import time_limit
from undefault.errors import NetworkError
from undefault.records import Task

BUILD_SECONDS = 60.0  # for one model, or the import of its module; the largest network here takes seconds


def build_custom(task: Task) -> keras.Model:
    """Return a new model from the task's builder; raise `NetworkError` where there is none that fits its dataset."""
    builder, shape = import_builder(str(task.network.builder)), (task.n_features,)
    called = f"network.builder={task.network.builder}"
    try:
        with time_limit(BUILD_SECONDS):
            model = builder(shape, task.n_outputs)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NetworkError(
            f"{called} failed for input_shape={shape}, n_outputs={task.n_outputs}: {_on_one_line(error)}; "
            "mend the builder"
        ) from error
    if not isinstance(model, keras.Model):
        raise NetworkError(f"{called} must return a keras.Model, got {type(model).__name__}; return the model itself")
    _check_output(model, task)
    return model


def _check_output(model: keras.Model, task: Task) -> None:
    """Run one row of zeros through the model, which also builds what was not built; raise `NetworkError`."""
    called, expected = f"network.builder={task.network.builder}", (1, task.n_outputs)
    try:
        with time_limit(BUILD_SECONDS):
            output = model(np.zeros((1, task.n_features), dtype=np.float32))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NetworkError(
            f"{called} must return a model for rows of {task.n_features} features, got one that fails on them: "
            f"{_on_one_line(error)}; begin it with Input(input_shape)"
        ) from error
    got = getattr(output, "shape", None)
    if got is None or tuple(got) != expected:
        raise NetworkError(
            f"{called} must return a model of {task.n_outputs} outputs for {task.dataset.name}, a row giving shape "
            f"{expected}, got {'several outputs' if got is None else tuple(got)}; end it with Dense(n_outputs)"
        )


def _on_one_line(error: BaseException) -> str:
    text = " ".join(re.sub(r"\x1b\[[\d;]*m", "", str(error)).split())  # Keras colours its messages
    return f"{type(error).__name__}: {text[:300]}{'...' if len(text) > 300 else ''}"


def import_builder(path: str) -> Callable[..., Any]:
    """Return the function named ``package.module:function``; raise `NetworkError` where there is none."""
    module, colon, name = path.partition(":")
    if not (module and colon and name) or module.startswith("."):
        raise NetworkError(f"network.builder must look like package.module:function, got {path!r}; name both")
    try:
        _look_here()
        with time_limit(BUILD_SECONDS):
            found = getattr(importlib.import_module(module), name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NetworkError(
            f"network.builder={path} cannot be imported ({_on_one_line(error)}); the module must be on PYTHONPATH "
            "or in this folder, and hold the function"
        ) from error
    if not callable(found):
        raise NetworkError(f"network.builder={path} must name a function, got {type(found).__name__}; name another")
    return found  # type: ignore[no-any-return]


def _look_here() -> None:
    """Let modules be found in the current folder, also where Python was started with a script of another folder."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
