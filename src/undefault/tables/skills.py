"""``skills.csv``: a row a task, optimizer and role, from which optimizers are ranked."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from undefault.records import Phase
from undefault.trials import TaskResult

ROLES = ("default", "tuned")


def skills_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table.

    The skill is the mean on the test rows over the confirm seeds that all contests of a task share, so that
    optimizers are compared on equal splits. ``source`` says whose rows a task uses.
    """
    return pd.DataFrame([row for result in results for row in _rows(result)])


def _rows(result: TaskResult) -> Iterator[dict[str, Any]]:
    task = result.problem.task
    contests = [(contest, contest.judgement) for contest in result.contests if contest.remedy is None]
    n_seeds = min((judgement.interval.n_seeds for _, judgement in contests if judgement), default=0)
    for contest, judgement in contests:
        for role, number in zip(ROLES, (contest.default, contest.challenger), strict=True):
            if judgement is not None:
                skill = result.trials[number].scored[Phase.CONFIRM].test_skill[:n_seeds]
                yield {
                    "study": task.name,
                    "dataset": task.dataset.name,
                    "network": task.network.name,
                    "source": task.dataset.source,
                    "optimizer": contest.optimizer,
                    "role": role,
                    "trial": number,
                    "skill": skill.mean(),
                    "n_seeds": n_seeds,
                }
