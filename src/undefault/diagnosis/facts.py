"""What a task's rows and network are, as far as a diagnosis needs it."""

from dataclasses import dataclass

import numpy as np

from undefault.problem import Problem
from undefault.records import FloatArray, Phase, Split, TaskType

UNSCALED = 30.0  # root mean square of a prepared column; 1 with the usual scaling, 30 in no scaled column of 1,000 rows


@dataclass(frozen=True)
class Facts:
    """A task as its network meets it.

    ``feature_scales`` ``(n_features,)`` are the root mean squares of the prepared features over training rows, and
    ``target_scale`` of a regression's target, NaN for classes. ``spread`` is the largest standard deviation among the
    features: 0 where all rows are alike.
    """

    feature_scales: FloatArray
    spread: float
    target_scale: float
    n_train: int
    n_parameters: int

    @property
    def has_large_features(self) -> bool:
        """Whether a feature is far larger than scaling would leave it."""
        return bool(self.feature_scales.max() > UNSCALED)


def facts_of(problem: Problem) -> Facts:
    """Return the facts of a task, read from one seed's split."""
    split = problem.replicates(Phase.CONFIRM, [0])[0].split
    return facts_of_split(split, problem.task.task_type, n_parameters=problem.n_parameters)


def facts_of_split(split: Split, task_type: TaskType, *, n_parameters: int) -> Facts:
    """Return the facts of prepared rows."""
    x, y = np.asarray(split.x_train, dtype=float), np.asarray(split.y_train, dtype=float)
    return Facts(
        feature_scales=np.sqrt(np.mean(x**2, axis=0)),
        spread=float(x.std(axis=0).max()),
        target_scale=float(np.sqrt(np.mean(y**2))) if task_type is TaskType.REGRESSION else float("nan"),
        n_train=len(y),
        n_parameters=n_parameters,
    )
