"""An engine for where nothing is left to train."""

from collections.abc import Sequence
from typing import NoReturn

from undefault.contracts import Engine
from undefault.errors import OutputError
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task


class ClosedEngine(Engine):
    """Refuses to train: what is asked of it is missing in the record of a sweep."""

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,  # noqa: ARG002
    ) -> NoReturn:
        """Raise `OutputError`."""
        raise OutputError(
            f"the sweep's record must hold all of its trainings, but {len(settings)} settings on {len(replicates)} "
            f"seeds of {task.name} are missing; finish the sweep with sweep.resume first"
        )
