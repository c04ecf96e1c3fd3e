"""``trainings.parquet``: a row a training, that is a trial on one seed of one phase."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.records import Phase
from undefault.trials import TaskResult, Trial
from undefault.verdicts.scores import Scored


def trainings_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table."""
    frames = [
        _frame(result.problem.task.name, trial, phase, scored) for result, trial, phase, scored in measured(results)
    ]
    return pd.concat(frames, ignore_index=True)


def measured(results: Sequence[TaskResult]) -> Iterator[tuple[TaskResult, Trial, Phase, Scored]]:
    """Yield every trial of every task with each phase it reached."""
    for result in results:
        for trial in result.trials.values():
            for phase, scored in trial.scored.items():
                yield result, trial, phase, scored


def _frame(study: str, trial: Trial, phase: Phase, scored: Scored) -> pd.DataFrame:
    training = scored.training
    at = (np.arange(len(training.seeds)), training.restored_epoch)
    columns: dict[str, Any] = {
        "study": study,
        "trial": trial.number,
        "phase": phase.value,
        "seed": training.seeds,
        "valid_loss": training.restored_valid_loss,
        "valid_skill": scored.valid_skill,
        "valid_metric": training.valid_metric[at],
        "test_loss": np.nan if training.test_loss is None else training.test_loss.mean(axis=1, dtype=float),
        "test_skill": np.nan if training.test_loss is None else scored.test_skill,
        "test_metric": np.nan if training.test_metric is None else training.test_metric,
        "restored_epoch": training.restored_epoch + 1,
        "last_epoch": training.last_epoch + 1,
        "constant_valid_loss": scored.constant_valid_loss,
        "constant_test_loss": np.nan if scored.constant_test_loss is None else scored.constant_test_loss,
    }
    return pd.DataFrame(columns)
