"""The losses by name, and what the best constant prediction would lose: the unit of skill."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.optimize import minimize_scalar

from undefault.errors import ConfigError, nearest
from undefault.records import FloatArray, TaskType

REGRESSION_LOSSES = {"mse": "MeanSquaredError", "mae": "MeanAbsoluteError", "huber": "Huber"}
KERAS_LOSSES: Mapping[TaskType, Mapping[str, str]] = {
    TaskType.REGRESSION: REGRESSION_LOSSES,
    TaskType.BINARY: {"binary_crossentropy": "BinaryCrossentropy", **REGRESSION_LOSSES},
    TaskType.MULTICLASS: {"sparse_categorical_crossentropy": "SparseCategoricalCrossentropy"},
}


def resolve_loss(name: str, task_type: TaskType) -> str:
    """Return the loss that ``name`` means for the task type; ``auto`` picks by the target."""
    losses = KERAS_LOSSES[task_type]
    if name == "auto":
        return next(iter(losses))
    if name not in losses:
        raise ConfigError(
            f"task.loss must be auto or one of {', '.join(losses)} for a {task_type} target, got {name!r}"
            f"{nearest(name, losses)}"
        )
    return name


def constant_loss(loss: str, y: FloatArray) -> float:
    """Return the mean loss on targets ``(n_rows,)`` of the constant that predicts these rows best.

    The mean for squared error, the median for absolute error, the class frequencies for cross-entropy (whose loss is
    then the entropy of the labels, in nats).

    >>> round(constant_loss("binary_crossentropy", np.array([0.0, 1.0])), 4)
    0.6931
    """
    return _CONSTANT_LOSSES[loss](np.asarray(y, dtype=float))


def _mse(y: FloatArray) -> float:
    return float(np.var(y))


def _mae(y: FloatArray) -> float:
    return float(np.mean(np.abs(y - np.median(y))))


def _huber(y: FloatArray) -> float:
    """Keras's ``Huber`` with its default ``delta=1``; convex in the constant, so one search finds the best."""

    def mean_loss(constant: float) -> float:
        error = np.abs(y - constant)
        return float(np.mean(np.where(error <= 1, error**2 / 2, error - 0.5)))

    return float(minimize_scalar(mean_loss, bounds=(y.min(), y.max()), method="bounded").fun)


def _entropy(y: FloatArray) -> float:
    share = np.unique(y, return_counts=True)[1] / len(y)
    return float(-(share * np.log(share)).sum())


_CONSTANT_LOSSES: Mapping[str, Callable[[FloatArray], float]] = {
    "mse": _mse,
    "mae": _mae,
    "huber": _huber,
    "binary_crossentropy": _entropy,
    "sparse_categorical_crossentropy": _entropy,
}
