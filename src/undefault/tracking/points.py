"""Which points of which metrics MLflow stores: finite values only, curves thinned, names that cannot collide."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from undefault.records import FloatArray, IntArray
from undefault.tracking.tracked import TrackedTrial, TrialUpdate


class MetricPoint(NamedTuple):
    """One value of a metric; ``step`` is an epoch of a curve, the index of a seed, or 0."""

    key: str
    value: float
    step: int


def thinned_epochs(n_epochs: int, n_points: int) -> IntArray:
    """Return at most ``n_points`` (2 or more) of the epochs ``0 .. n_epochs - 1``, evenly spread, ends included.

    >>> thinned_epochs(101, 5).tolist()
    [0, 25, 50, 75, 100]
    """
    if n_epochs <= n_points:
        return np.arange(n_epochs)
    return np.rint(np.linspace(0, n_epochs - 1, n_points)).astype(int)


def summary_points(metrics: Mapping[str, float]) -> list[MetricPoint]:
    """Return one point at step 0 for every finite metric."""
    return [MetricPoint(key, float(value), 0) for key, value in metrics.items() if np.isfinite(value)]


def trial_points(trial: TrackedTrial | TrialUpdate, curve_points: int) -> list[MetricPoint]:
    """Return a trial's points: ``valid_loss`` at step 0, ``seed/valid_loss`` by seed, ``curve/valid_loss`` by epoch.

    The prefixes keep a summary value from being overtaken by the last point of the curve of the same name.
    """
    points = summary_points(trial.metrics)
    for name, values in trial.seed_metrics.items():
        points.extend(_stepped(f"seed/{name}", values, np.arange(len(values))))
    for name, values in trial.curves.items():
        points.extend(_stepped(f"curve/{name}", values, thinned_epochs(len(values), curve_points)))
    return points


def _stepped(key: str, values: FloatArray, steps: IntArray) -> Iterator[MetricPoint]:
    """Yield the finite ones of ``values`` ``(n,)`` at ``steps`` ``(n_steps,)``."""
    for step in steps.tolist():
        if np.isfinite(values[step]):
            yield MetricPoint(key, float(values[step]), step)
