"""``budgets.parquet``: what every shorter budget would have left of each default, at its constant learning rate."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.comparison.replay import paired_regret, replay_budgets
from undefault.tables.patience import replayed_defaults
from undefault.trials import TaskResult
from undefault.verdicts.scores import Scored


def budgets_table(results: Sequence[TaskResult], *, alpha: float) -> pd.DataFrame:
    """Return a row a task, optimizer and budget in epochs.

    ``regret`` is the validation skill of the whole budget less that of this one, mean and interval over the confirm
    seeds. Test losses are kept at the last epoch alone, so no shorter budget has one.
    """
    frames = [_frame(study, optimizer, scored, alpha=alpha) for study, optimizer, scored in replayed_defaults(results)]
    return pd.concat(frames, ignore_index=True)


def _frame(study: str, optimizer: str, scored: Scored, *, alpha: float) -> pd.DataFrame:
    replayed = replay_budgets(scored)
    mean, low, high = paired_regret(scored.valid_skill, replayed.skill, alpha=alpha)
    columns: dict[str, Any] = {
        "study": study,
        "optimizer": optimizer,
        "epochs": replayed.epochs.astype(np.int32),
        "skill": replayed.skill.mean(axis=0),
        "regret": mean,
        "regret_low": low,
        "regret_high": high,
        "n_seeds": len(replayed.skill),
    }
    return pd.DataFrame(columns)
