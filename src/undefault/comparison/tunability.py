"""Tunability: the skill that tuning wins over the default, of a whole optimizer and of one hyperparameter alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from undefault.comparison.estimate import Estimate, by_group, over_units
from undefault.records import FloatArray, IntArray

FEWEST_TRIALS = 20  # of an optimizer, to fit a surrogate
N_TREES = 200


@dataclass(frozen=True)
class Searched:
    """The search trials of one optimizer over all tasks.

    ``points`` is ``(n_trials, n_columns)``, ``columns`` the columns of each hyperparameter, ``task`` ``(n_trials,)``
    the index of each trial's task and ``skill`` ``(n_trials,)`` its mean validation skill. ``default`` ``(n_columns,)``
    is the default setting, ``default_skill`` ``(n_tasks,)`` its validation skill.
    """

    points: FloatArray
    columns: Mapping[str, list[int]]
    task: IntArray
    skill: FloatArray
    default: FloatArray
    default_skill: FloatArray


@dataclass(frozen=True)
class HyperparameterGains:
    """What a surrogate says that each hyperparameter alone wins over the default, ``(n_tasks,)`` each.

    ``r2`` is the share of the gains' variance that the surrogate explains on trials it was not fitted on (out of bag):
    at 0 or below it knows nothing, and the gains say nothing.
    """

    gains: Mapping[str, FloatArray]
    r2: float


def tunability(regrets: FloatArray, sources: FloatArray, *, alpha: float) -> Estimate:
    """Return the mean confirmed regret of an optimizer's default over its tasks, with its interval over sources.

    Probst, Boulesteix and Bischl (2019, Journal of Machine Learning Research 20) take the best configuration found;
    here the tuned setting was chosen by validation and measured on fresh seeds and the test rows, so that luck in the
    search is no part of it.
    """
    return over_units(by_group(regrets, sources), alpha=alpha)


def hyperparameter_gains(searched: Searched) -> HyperparameterGains | None:
    """Return what each hyperparameter alone is estimated to win; ``None`` with fewer than `FEWEST_TRIALS` trials.

    A setting that differs from the default in one hyperparameter alone was rarely run, so a random forest is fitted to
    the gains of all trials over their task's default, with that default's skill as what tells tasks apart. Its best
    prediction along one hyperparameter, the others at their defaults, less its prediction at the default is
    the gain: Probst et al.'s definition. Values tried are those that the search ran. A best of noisy predictions errs
    upwards, never below 0.
    """
    from sklearn.ensemble import RandomForestRegressor

    if len(searched.points) < FEWEST_TRIALS:
        return None
    gains = searched.skill - searched.default_skill[searched.task]
    forest = RandomForestRegressor(N_TREES, min_samples_leaf=2, oob_score=True, random_state=0)
    forest.fit(np.column_stack([searched.points, searched.default_skill[searched.task]]), gains)
    n_tasks = len(searched.default_skill)
    base = forest.predict(_with_tasks(searched.default[None, :], searched.default_skill))

    def gain(columns: list[int]) -> FloatArray:
        tried = np.unique(np.vstack([searched.points[:, columns], searched.default[columns]]), axis=0)
        points = np.repeat(searched.default[None, :], len(tried), axis=0)
        points[:, columns] = tried
        predicted = forest.predict(_with_tasks(points, searched.default_skill)).reshape(n_tasks, len(tried))
        return np.asarray(predicted.max(axis=1) - base)

    return HyperparameterGains(
        {name: gain(columns) for name, columns in searched.columns.items()}, float(forest.oob_score_)
    )


def _with_tasks(points: FloatArray, default_skill: FloatArray) -> FloatArray:
    """Return every point on every task, tasks outermost: ``(n_tasks * n_points, n_columns + 1)``."""
    tasks = np.repeat(default_skill, len(points))
    return np.column_stack([np.tile(points, (len(default_skill), 1)), tasks])
