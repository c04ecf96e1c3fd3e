"""The engine that trains many settings and seeds at once, with the numbers of ``model.fit``."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from undefault.contracts import Engine
from undefault.engine.compiled import CompiledLanes
from undefault.engine.dense_stack import read_dense_stack
from undefault.engine.fit import KerasEngine
from undefault.engine.memory import memory_errors
from undefault.engine.networks import build_network
from undefault.engine.population import Lanes
from undefault.engine.task_trainer import TaskTrainer
from undefault.engine.traced import TracedLanes
from undefault.engine.vectorizable import why_not_network
from undefault.engine.ways import is_compiled
from undefault.pruning import Pruning, cut
from undefault.records import Replicate, Setting, Task, Training
from undefault.specs import SearchSpace
from undefault.trainings import join_seeds, take_seeds

MEGABYTE = 2**20


class VectorizedEngine(Engine):
    """One lane a setting and seed, many lanes in one pass.

    A plain dense network is trained by the project's kernels, another one by TensorFlow with the lanes side by side;
    what neither can do, or not in ``memory_mb``, is left to `KerasEngine`, one training after the other. As many lanes
    are trained together as take that memory.
    """

    def __init__(self, space: SearchSpace, *, memory_mb: int) -> None:
        self._space, self._memory = space, memory_mb * MEGABYTE
        self._one_by_one = KerasEngine(space)
        self._trainer: TaskTrainer | None = None

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
        trainer = self._trainer_of(task)
        groups = _of_equal_rows(replicates)
        stopping = pruning if len(groups) == 1 else None
        with memory_errors():
            parts = [trainer.train(settings, [replicates[i] for i in group], stopping) for group in groups]
        order = [i for group in groups for i in group]
        back = sorted(range(len(order)), key=order.__getitem__)
        trained = [take_seeds(join_seeds(trainings), back) for trainings in zip(*parts, strict=True)]
        return cut(trained, pruning) if pruning else trained

    def _trainer_of(self, task: Task) -> TaskTrainer:
        """Return the trainer of the task; what was made for another task is forgotten."""
        if self._trainer is None or self._trainer.task != task:
            self._trainer = TaskTrainer(task, self._space, list(self._ways(task)), self._one_by_one)
        return self._trainer

    def _ways(self, task: Task) -> Iterator[Lanes]:
        """Yield the ways in which the task's network can be trained, the fastest first."""
        stack = read_dense_stack(build_network(task), task) if is_compiled() else None
        if stack:
            yield CompiledLanes(task, stack, self._space, memory=self._memory)
        if not why_not_network(task):
            yield TracedLanes(task, self._space, memory=self._memory)


def _of_equal_rows(replicates: Sequence[Replicate]) -> list[list[int]]:
    """Return the indices of replicates in groups that have equal numbers of rows."""

    def n_rows(index: int) -> tuple[int, int]:
        split = replicates[index].split
        return len(split.x_train), len(split.x_valid)

    return [list(group) for _, group in groupby(sorted(range(len(replicates)), key=n_rows), key=n_rows)]
