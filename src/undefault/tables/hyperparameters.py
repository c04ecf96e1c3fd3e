"""``hyperparameters.csv``: a row an optimizer and hyperparameter, by what it decides and what it alone wins."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.comparison.estimate import by_group
from undefault.comparison.hyperparameters import lay_out, point_of
from undefault.comparison.tunability import Searched, hyperparameter_gains
from undefault.contracts import DEFAULT
from undefault.records import Phase
from undefault.trials import TaskResult, Trial

Importances = Mapping[str, Mapping[str, float]]
COLUMNS = ["optimizer", "hyperparameter", "importance", "gain", "largest_gain", "r2", "n_trials"]


def hyperparameters_table(results: Sequence[TaskResult], importances: Importances) -> pd.DataFrame:
    """Return the table; ``importances`` are by optimizer and hyperparameter.

    ``gain`` is the mean over sources, ``largest_gain`` the largest over tasks of what the surrogate says; ``r2`` is
    the surrogate's, the same for all rows of an optimizer. Optimizers with too few trials have no rows.
    """
    optimizers = dict.fromkeys(trial.setting.optimizer for result in results for trial in result.trials.values())
    rows = [row for name in optimizers for row in _rows(name, results, importances.get(name, {}))]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(optimizer: str, results: Sequence[TaskResult], importance: Mapping[str, float]) -> list[dict[str, Any]]:
    searched = searched_of(optimizer, results)
    found = hyperparameter_gains(searched)
    if found is None:
        return []
    sources = np.array([result.problem.task.dataset.source for result in results])
    return [
        {
            "optimizer": optimizer,
            "hyperparameter": name,
            "importance": importance.get(name, np.nan),
            "gain": by_group(gains, sources).mean(),
            "largest_gain": gains.max(),
            "r2": found.r2,
            "n_trials": len(searched.skill),
        }
        for name, gains in found.gains.items()
    ]


def searched_of(optimizer: str, results: Sequence[TaskResult]) -> Searched:
    """Return the search trials of one optimizer that were trained whole; its default is a trial of every task."""
    trials = [
        (index, trial)
        for index, result in enumerate(results)
        for trial in result.trials.values()
        if trial.setting.optimizer == optimizer and not trial.is_pruned
    ]
    points, columns = lay_out([point_of(trial.setting) for _, trial in trials])
    at_default = [place for place, (_, trial) in enumerate(trials) if trial.origin == DEFAULT]
    skill = np.array([_skill(trial) for _, trial in trials])
    task = np.array([index for index, _ in trials])
    return Searched(points, columns, task, skill, points[at_default[0]], skill[at_default])


def _skill(trial: Trial) -> float:
    return float(trial.scored[Phase.SEARCH].valid_skill.mean())
