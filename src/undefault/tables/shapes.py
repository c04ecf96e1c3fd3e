"""``shapes.parquet``: a row a default, tuned setting or remedy and seed, by the shape of its learning curve."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from undefault.claims.shape import best_fit, lost_after_best, overshoot
from undefault.diagnosis.oscillating import swing
from undefault.records import Phase
from undefault.trials import TaskResult, Trial

COLUMNS = [
    "study", "role", "optimizer", "trial", "seed", "test_skill", "valid_skill", "swing", "overshoot", "lost", "fit",
    "share_of_epochs",
]  # fmt: skip


def shapes_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table on the seeds of the confirm phase; ``role`` is default, tuned or a remedy's name.

    ``swing`` is how far the validation loss goes up and comes down an epoch, as the check "oscillating" reads it;
    ``overshoot`` the largest rise of the training loss above its lowest so far, in units of the constant prediction's;
    ``lost`` the validation skill lost after the best epoch; ``fit`` the best skill on training rows;
    ``share_of_epochs`` the share of the budget that was trained.
    """
    frames = [_frame(result, role, trial) for result in results for role, trial in _roles(result)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)


def _roles(result: TaskResult) -> Iterator[tuple[str, Trial]]:
    """Yield each default and tuned setting once, and each remedy; one trial may have several roles."""
    for contest in result.contests:
        if contest.remedy is None:
            yield "default", result.trials[contest.default]
            yield "tuned", result.trials[contest.challenger]
        else:
            yield contest.remedy, result.trials[contest.challenger]


def _frame(result: TaskResult, role: str, trial: Trial) -> pd.DataFrame:
    scored = trial.scored[Phase.CONFIRM]
    training = scored.training
    columns: dict[str, Any] = {
        "study": result.problem.task.name,
        "role": role,
        "optimizer": trial.setting.optimizer,
        "trial": trial.number,
        "seed": training.seeds,
        "test_skill": scored.test_skill,
        "valid_skill": scored.valid_skill,
        "swing": swing(scored),
        "overshoot": overshoot(training.train_loss, scored.constant_valid_loss),
        "lost": lost_after_best(scored),
        "fit": best_fit(scored),
        "share_of_epochs": (training.last_epoch + 1) / training.valid_loss.shape[1],
    }
    return pd.DataFrame(columns)
