"""What sets the tasks of a sweep apart, a row a task, for questions and claims."""

from collections.abc import Sequence

import pandas as pd

from undefault.claims import TASK_COLUMNS
from undefault.trials import TaskResult


def tasks_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table; ``source`` says whose rows a task uses, however many of them."""
    rows = [
        (
            result.problem.task.name,
            _source(result),
            result.problem.task.dataset.name,
            result.problem.task.network.name,
            result.problem.n_parameters,
            result.problem.dataset.n_train,
            result.problem.task.dataset.label_noise,
        )
        for result in results
    ]
    return pd.DataFrame(rows, columns=TASK_COLUMNS)


def _source(result: TaskResult) -> str:
    """Return the source's name, with the file's where it is the user's own."""
    spec = result.problem.task.dataset
    return f"{spec.source} {spec.path}" if spec.path else spec.source
