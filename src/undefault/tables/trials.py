"""``trials.parquet``: a row a trial.

The ``state`` of a trial whose search was stopped early is ``pruned``; its losses are those at that moment.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.problem import Problem
from undefault.records import Phase, Setting
from undefault.trials import TaskResult, Trial


def trials_table(results: Sequence[TaskResult], run_ids: Mapping[tuple[str, int], str]) -> pd.DataFrame:
    """Return the table; ``run_ids`` are MLflow's, by study and trial number."""
    rows = [
        {**_row(result.problem, trial), "mlflow_run_id": run_ids.get((result.problem.task.name, trial.number))}
        for result in results
        for trial in result.trials.values()
    ]
    table = pd.DataFrame(rows)
    whole = [name for name in ("patience", "batch_size") if name in table]
    return table.astype(dict.fromkeys(whole, "Int64"))


def setting_columns(setting: Setting) -> dict[str, Any]:
    """Return the setting under the columns' names; what it does not have is missing."""
    return {
        "optimizer": setting.optimizer,
        "learning_rate": setting.learning_rate,
        **{
            name: setting.hyperparameters.get(name, np.nan)
            for name in ("momentum", "nesterov", "rho", "beta_1", "beta_2")
        },
        "decay": setting.decay.kind,
        **{f"decay_{name.removeprefix('decay_')}": value for name, value in dict(setting.decay.values).items()},
        "weight_decay": setting.weight_decay,
        "patience": setting.patience,
        "restore_best_weights": setting.restore_best_weights,
        "batch_size": setting.batch_size,
    }


def _row(problem: Problem, trial: Trial) -> dict[str, Any]:
    task, search, confirm = problem.task, trial.scored[Phase.SEARCH], trial.scored.get(Phase.CONFIRM)
    test_loss = confirm.training.test_loss if confirm else None
    return {
        "study": task.name,
        "dataset": task.dataset.name,
        "network": task.network.name,
        "trial": trial.number,
        "origin": trial.origin,
        **setting_columns(trial.setting),
        "phase": trial.phase.value,
        "state": trial.state.value,
        "valid_loss": float(search.training.restored_valid_loss.mean(dtype=float)),
        "valid_skill": float(search.valid_skill.mean()),
        "test_loss": np.nan if test_loss is None else float(test_loss.mean(dtype=float)),
        "test_skill": np.nan if confirm is None else float(confirm.test_skill.mean()),
        "n_seeds": trial.n_seeds,
    }
