"""``test_losses.parquet``: a row a confirmed training and test row, from which every interval can be recomputed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from undefault.records import FloatArray
from undefault.tables.trainings import measured
from undefault.trials import TaskResult


def row_losses_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table; ``skill`` is the row's share in its training's skill."""
    frames = [
        _frame(
            result.problem.task.name, trial.number, scored.training.seeds, scored.training.test_loss, scored.row_skill
        )
        for result, trial, _, scored in measured(results)
        if scored.training.test_loss is not None
    ]
    return pd.concat(frames, ignore_index=True).astype({"study": "category"})


def _frame(study: str, trial: int, seeds: Sequence[int], loss: FloatArray, skill: FloatArray) -> pd.DataFrame:
    n_seeds, n_rows = loss.shape
    return pd.DataFrame(
        {
            "study": study,
            "trial": np.int32(trial),
            "seed": np.repeat(np.array(seeds, dtype=np.int32), n_rows),
            "row": np.tile(np.arange(n_rows, dtype=np.int32), n_seeds),
            "loss": loss.ravel(),
            "skill": skill.ravel(),
        }
    )
