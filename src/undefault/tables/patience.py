"""``patience.parquet`` and ``patience.csv``: what early stopping would have done to each default."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.comparison.replay import Replayed, among_best, paired_regret, replay_patience
from undefault.contracts import DEFAULT
from undefault.records import Phase
from undefault.trials import TaskResult
from undefault.verdicts.scores import Scored

KEYS = ["study", "optimizer", "restores"]


def replayed_defaults(results: Sequence[TaskResult]) -> Iterator[tuple[str, str, Scored]]:
    """Yield study, optimizer and what the confirm phase measured of each default."""
    for result in results:
        for trial in result.trials.values():
            if trial.origin == DEFAULT and Phase.CONFIRM in trial.scored:
                yield result.problem.task.name, trial.setting.optimizer, trial.scored[Phase.CONFIRM]


def patience_table(results: Sequence[TaskResult], *, alpha: float) -> pd.DataFrame:
    """Return a row a task, optimizer, patience and way of leaving weights (``restores``: the best ones).

    ``regret`` is the validation skill without early stopping less that with it, mean and interval over the confirm
    seeds; below 0, stopping helps. ``epochs`` is the mean number trained, ``may_be_best`` whether no other patience is
    shown to be better.
    """
    frames = [
        _frame((study, optimizer, restores), scored, replayed, alpha)
        for study, optimizer, scored in replayed_defaults(results)
        for restores, replayed in replay_patience(scored).items()
    ]
    return pd.concat(frames, ignore_index=True)


def best_patience_table(patience: pd.DataFrame) -> pd.DataFrame:
    """Return a row a task, optimizer and way: the best patience, those that may be best, and what patience 0 does."""
    return pd.DataFrame([_best(key, rows) for key, rows in patience.groupby(KEYS, sort=False)])


def _frame(key: tuple[str, str, bool], scored: Scored, replayed: Replayed, alpha: float) -> pd.DataFrame:
    mean, low, high = paired_regret(scored.valid_skill, replayed.skill, alpha=alpha)
    columns: dict[str, Any] = {
        **dict(zip(KEYS, key, strict=True)),
        "patience": np.arange(replayed.skill.shape[1], dtype=np.int32),
        "skill": replayed.skill.mean(axis=0),
        "regret": mean,
        "regret_low": low,
        "regret_high": high,
        "epochs": replayed.epochs,
        "may_be_best": among_best(replayed.skill, alpha=alpha),
        "n_seeds": len(replayed.skill),
    }
    return pd.DataFrame(columns)


def _best(key: Any, rows: pd.DataFrame) -> dict[str, Any]:
    best, zero = rows.iloc[int(rows["skill"].argmax())], rows[rows["patience"] == 0].iloc[0]
    possible = rows.loc[rows["may_be_best"], "patience"]
    return {
        **dict(zip(KEYS, key, strict=True)),
        "best_patience": best["patience"],
        "best_low": possible.min(),
        "best_high": possible.max(),
        "best_regret": best["regret"],
        "best_regret_low": best["regret_low"],
        "best_regret_high": best["regret_high"],
        "zero_regret": zero["regret"],
        "zero_regret_low": zero["regret_low"],
        "zero_regret_high": zero["regret_high"],
        "zero_epochs": zero["epochs"],
        "budget": rows["patience"].max(),
        "n_seeds": zero["n_seeds"],
    }
