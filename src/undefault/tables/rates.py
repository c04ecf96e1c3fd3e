"""``rates.parquet``: a row an optimizer's default at one learning rate and seed, all else as it is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.records import BoolArray
from undefault.trials import Rung, TaskResult
from undefault.verdicts.scores import Scored

COLUMNS = [
    "study", "optimizer", "learning_rate", "is_default", "seed", "valid_skill", "test_skill", "diverged", "last_epoch",
    "train_loss", "valid_loss",
]  # fmt: skip
DIVERGED = 2.0  # in units of the best constant prediction's loss


def rates_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table, empty where no ladder was climbed.

    Seeds are the first of the confirm phase, so rates are paired by seed. ``last_epoch`` counts from 1;
    ``train_loss`` and ``valid_loss`` are after it.
    """
    frames = [_frame(result.problem.task.name, rung) for result in results for rung in result.ladder]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)


def diverged(scored: Scored) -> BoolArray:
    """Return which seeds end with a training loss that is not finite or `DIVERGED` times the constant's or beyond.

    The constant's loss on the validation rows stands for that on the training rows, from which it hardly differs.
    """
    with np.errstate(invalid="ignore"):
        return ~np.asarray(scored.training.train_loss[:, -1] < DIVERGED * scored.constant_valid_loss)


def _frame(study: str, rung: Rung) -> pd.DataFrame:
    training, setting = rung.scored.training, rung.setting
    columns: dict[str, Any] = {
        "study": study,
        "optimizer": setting.optimizer,
        "learning_rate": setting.learning_rate,
        "is_default": rung.is_default,
        "seed": training.seeds,
        "valid_skill": rung.scored.valid_skill,
        "test_skill": rung.scored.test_skill,
        "diverged": diverged(rung.scored),
        "last_epoch": training.last_epoch + 1,
        "train_loss": training.train_loss[:, -1],
        "valid_loss": training.restored_valid_loss,
    }
    return pd.DataFrame(columns)
