"""``remedies.csv``: a row a remedy and task."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from undefault.trials import TaskResult
from undefault.verdicts.contest import Contest
from undefault.verdicts.gain import family_gains, judge_gain

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
    "p_value",
    "family_verdict",
]


def remedies_table(results: Sequence[TaskResult], *, alpha: float) -> pd.DataFrame:
    """Return the table; the gain is the remedy's skill minus that of its optimizer's default, in units of skill.

    ``alpha`` is the error rate of all rows together, in ``family_verdict``.
    """
    judged = [
        (result, contest) for result in results for contest in result.contests if contest.remedy and contest.judgement
    ]
    together = family_gains([contest for _, contest in judged], alpha=alpha)
    rows = [
        {**_row(result, contest), "family_verdict": gain.value}
        for (result, contest), gain in zip(judged, together, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(result: TaskResult, contest: Contest) -> dict[str, Any]:
    task, found = result.problem.task, judge_gain(contest)
    return {
        "study": task.name,
        "dataset": task.dataset.name,
        "network": task.network.name,
        "remedy": contest.remedy,
        "optimizer": contest.optimizer,
        "trial": contest.challenger,
        "gain": found.mean,
        "gain_low": found.low,
        "gain_high": found.high,
        "n_seeds": found.n_seeds,
        "verdict": found.gain.value,
        "p_value": found.p_value,
    }
