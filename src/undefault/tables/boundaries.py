"""``boundaries.csv``: a row a finalist's hyperparameter that lies on the boundary of what was searched."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from undefault.boundaries import bounds, find_boundaries, space_after
from undefault.contracts import PROPOSED
from undefault.specs import SearchSpace
from undefault.trials import TaskResult

COLUMNS = ["study", "optimizer", "trial", "hyperparameter", "value", "low", "high", "side"]


def boundaries_table(results: Sequence[TaskResult], space: SearchSpace) -> pd.DataFrame:
    """Return the table; ``low`` and ``high`` are those of the range after all widening."""
    return pd.DataFrame([row for result in results for row in _rows(result, space)], columns=COLUMNS)


def _rows(result: TaskResult, space: SearchSpace) -> Iterator[dict[str, Any]]:
    task = result.problem.task
    for contest in result.contests:
        finalist = result.trials[contest.challenger]
        if contest.remedy is not None:
            continue
        own, proposed = space_after(space, contest.optimizer, result.widened), finalist.origin == PROPOSED
        for boundary in find_boundaries(finalist.setting, own, n_epochs=task.epochs, proposed=proposed):
            low, high = bounds(boundary.searched)
            yield {
                "study": task.name,
                "optimizer": contest.optimizer,
                "trial": finalist.number,
                "hyperparameter": boundary.hyperparameter,
                "value": boundary.value,
                "low": low,
                "high": high,
                "side": boundary.side,
            }
