"""``test_losses.parquet``: a row a confirmed training and test row, from which every interval can be recomputed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from undefault.tables.trainings import measured
from undefault.trials import TaskResult
from undefault.verdicts.scores import Scored


def row_losses_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table.

    ``loss`` is at the restored epoch, ``last_loss`` at the last one; ``skill`` is the row's share in its training's
    skill at the restored epoch.
    """
    frames = [
        _frame(result.problem.task.name, trial.number, scored)
        for result, trial, _, scored in measured(results)
        if scored.training.test_loss is not None
    ]
    return pd.concat(frames, ignore_index=True).astype({"study": "category"})


def _frame(study: str, trial: int, scored: Scored) -> pd.DataFrame:
    skill, training = scored.row_skill, scored.training
    n_seeds, n_rows = skill.shape
    return pd.DataFrame(
        {
            "study": study,
            "trial": np.int32(trial),
            "seed": np.repeat(np.array(training.seeds, dtype=np.int32), n_rows),
            "row": np.tile(np.arange(n_rows, dtype=np.int32), n_seeds),
            "loss": np.ravel(np.asarray(training.test_loss)),
            "last_loss": np.ravel(np.asarray(training.last_test_loss)),
            "skill": skill.ravel(),
        }
    )
