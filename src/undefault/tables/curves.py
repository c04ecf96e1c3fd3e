"""``curves.parquet``: a row a training and epoch, over the whole budget; NaN from where it was pruned."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from undefault.records import CURVES, Phase
from undefault.tables.trainings import measured
from undefault.trials import TaskResult, Trial
from undefault.verdicts.scores import Scored


def curves_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table; epochs count from 1."""
    frames = [
        _frame(result.problem.task.name, trial, phase, scored) for result, trial, phase, scored in measured(results)
    ]
    table = pd.concat(frames, ignore_index=True)
    return table.astype({"study": "category", "phase": "category"})


def _frame(study: str, trial: Trial, phase: Phase, scored: Scored) -> pd.DataFrame:
    training = scored.training
    n_seeds, n_epochs = training.train_loss.shape
    return pd.DataFrame(
        {
            "study": study,
            "trial": np.int32(trial.number),
            "phase": phase.value,
            "seed": np.repeat(np.array(training.seeds, dtype=np.int32), n_epochs),
            "epoch": np.tile(np.arange(1, n_epochs + 1, dtype=np.int32), n_seeds),
            **{name: getattr(training, name).ravel().astype(np.float32) for name in CURVES},
        }
    )
