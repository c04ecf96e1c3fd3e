"""``remedies.csv``: a row a remedy and task."""

from collections.abc import Sequence

import pandas as pd

from undefault.trials import TaskResult
from undefault.verdicts.contest import gain

COLUMNS = [
    "study",
    "dataset",
    "network",
    "remedy",
    "optimizer",
    "trial",
    "gain",
    "gain_low",
    "gain_high",
    "n_seeds",
    "verdict",
]


def remedies_table(results: Sequence[TaskResult], *, margin: float) -> pd.DataFrame:
    """Return the table; the gain is the remedy's skill minus that of its optimizer's default, in units of skill."""
    rows = [
        {
            "study": result.problem.task.name,
            "dataset": result.problem.task.dataset.name,
            "network": result.problem.task.network.name,
            "remedy": contest.remedy,
            "optimizer": contest.optimizer,
            "trial": contest.challenger,
            "gain": contest.judgement.interval.mean,
            "gain_low": contest.judgement.interval.low,
            "gain_high": contest.judgement.interval.high,
            "n_seeds": contest.judgement.interval.n_seeds,
            "verdict": gain(contest, margin).value,
        }
        for result in results
        for contest in result.contests
        if contest.remedy and contest.judgement
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
