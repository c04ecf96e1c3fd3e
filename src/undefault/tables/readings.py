"""``readings.csv``: a row a task, optimizer and reading of its default's regret."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from undefault.comparison.readings import read_regrets
from undefault.records import Phase
from undefault.trials import TaskResult
from undefault.verdicts.rule import Rule


def readings_table(results: Sequence[TaskResult], rule: Rule) -> pd.DataFrame:
    """Return the table; the first reading of each task and optimizer is the one that its verdict rests on."""
    return pd.DataFrame([row for result in results for row in _rows(result, rule)])


def _rows(result: TaskResult, rule: Rule) -> Iterator[dict[str, Any]]:
    task = result.problem.task
    for contest in result.contests:
        if contest.remedy is not None or contest.judgement is None:
            continue
        n_seeds = contest.judgement.interval.n_seeds
        default, tuned = (
            result.trials[number].scored[Phase.CONFIRM].first(n_seeds)
            for number in (contest.default, contest.challenger)
        )
        for read in read_regrets(default, tuned, contest.judgement, rule=rule, task_type=task.task_type):
            yield {
                "study": task.name,
                "dataset": task.dataset.name,
                "network": task.network.name,
                "optimizer": contest.optimizer,
                "reading": read.reading.value,
                "regret": read.estimate.mean,
                "regret_low": read.estimate.low,
                "regret_high": read.estimate.high,
                "n_seeds": n_seeds,
                "decision": read.decision.value,
                "relation": read.relation.value,
            }
