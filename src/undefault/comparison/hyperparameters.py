"""Settings as points in the space of their hyperparameters, those that belong together as one."""

from collections.abc import Mapping, Sequence

import numpy as np

from undefault.records import FloatArray, Setting

NEVER = 1e6  # the patience, in epochs, of a setting that does not stop early
Point = dict[tuple[str, str], float]


def point_of(setting: Setting) -> Point:
    """Return the setting's coordinates by hyperparameter and part.

    A decay is one hyperparameter with its kind and arguments as parts, early stopping one with its patience.
    """
    kind = {("decay", setting.decay.kind): 1.0}
    arguments = {("decay", f"{setting.decay.kind}.{name}"): float(v) for name, v in setting.decay.values.items()}
    return {
        ("learning_rate", ""): setting.learning_rate,
        **{(name, ""): float(value) for name, value in setting.hyperparameters.items()},
        **kind,
        **arguments,
        ("weight_decay", ""): setting.weight_decay,
        ("early_stopping", ""): NEVER if setting.patience is None else float(setting.patience),
        ("batch_size", ""): float(setting.batch_size or 0),
    }


def lay_out(points: Sequence[Point]) -> tuple[FloatArray, Mapping[str, list[int]]]:
    """Return the points as a matrix ``(n_points, n_columns)`` and each hyperparameter's columns.

    A part that a point does not have is 0; a hyperparameter that never changes is left out.
    """
    keys = sorted({key for point in points for key in point})
    matrix = np.array([[point.get(key, 0.0) for key in keys] for point in points])
    varying = [index for index in range(len(keys)) if np.ptp(matrix[:, index]) > 0]
    columns: dict[str, list[int]] = {}
    for place, index in enumerate(varying):
        columns.setdefault(keys[index][0], []).append(place)
    return matrix[:, varying], columns
