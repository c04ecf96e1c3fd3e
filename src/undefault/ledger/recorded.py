"""An engine that never trains the same thing twice."""

from collections.abc import Sequence
from pathlib import Path

from undefault.contracts import Engine
from undefault.ledger.block import block_key, read_block, write_block
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training


class RecordedEngine(Engine):
    """Records what another engine trains, and answers from the record where it can.

    A resumed sweep asks for everything again from its beginning, in the same order with the same seeds; what was
    finished before the interruption comes from ``folder``, the rest is trained.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
        path = self._folder / f"{block_key(task, settings, replicates, pruning)}.npz"
        if path.exists():
            return read_block(path)
        trainings = self._engine.train(task, settings, replicates, pruning)
        write_block(path, trainings)
        return trainings
