"""The engine that trains many settings and seeds at once, with the numbers of ``model.fit``."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from undefault.contracts import Engine
from undefault.engine.compiled import CompiledLanes
from undefault.engine.dense_stack import read_dense_stack
from undefault.engine.fit import KerasEngine
from undefault.engine.networks import build_network
from undefault.engine.optimizers import OptimizerKind
from undefault.engine.population import Lanes
from undefault.engine.run import Run
from undefault.engine.traced import TracedLanes
from undefault.engine.vectorizable import why_not_network
from undefault.engine.ways import is_compiled
from undefault.records import Replicate, Setting, Task, Training
from undefault.specs import SearchSpace
from undefault.trainings import join_seeds, take_seeds

T = TypeVar("T")
MEGABYTE = 2**20
Chosen = list[int]  # indices of settings


class VectorizedEngine(Engine):
    """One lane a setting and seed, many lanes in one pass.

    A plain dense network is trained by the project's kernels, another one by TensorFlow with the lanes side by side;
    what neither can do is left to `KerasEngine`, one training after the other. As many lanes are trained together as
    take ``memory_mb``.
    """

    def __init__(self, space: SearchSpace, *, memory_mb: int) -> None:
        self._space, self._memory = space, memory_mb * MEGABYTE
        self._one_by_one = KerasEngine(space)
        self._task: Task | None = None
        self._ways: list[Lanes] = []

    def train(self, task: Task, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
        self._open(task)
        order = sorted(range(len(replicates)), key=lambda i: _n_rows(replicates[i]))
        groups = [[*group] for _, group in groupby(order, key=lambda i: _n_rows(replicates[i]))]
        parts = [self._train(task, settings, [replicates[i] for i in group]) for group in groups]
        if len(parts) == 1:
            return parts[0]
        back = sorted(range(len(order)), key=order.__getitem__)
        return [take_seeds(join_seeds(trainings), back) for trainings in zip(*parts, strict=True)]

    def _open(self, task: Task) -> None:
        """Make the ways of a task, the fastest first, and forget what was made for another task."""
        if task == self._task:
            return
        self._task, self._ways = task, []
        stack = read_dense_stack(build_network(task), task) if is_compiled() else None
        if stack:
            self._ways.append(CompiledLanes(task, stack, self._space, memory=self._memory))
        if not why_not_network(task):
            self._ways.append(TracedLanes(task, self._space, memory=self._memory))

    def _train(self, task: Task, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> list[Training]:
        """Train replicates of equal numbers of rows, each setting in the first way that can."""
        trainings: dict[int, Training] = {}
        for way in self._ways:
            able = [i for i, setting in enumerate(settings) if i not in trainings and not way.why_not(setting)]
            for batch_size, chunk in self._chunks(way, settings, able, replicates):
                trained = self._run(way, batch_size, [settings[i] for i in chunk], replicates)
                trainings.update(zip(chunk, trained, strict=True))
        rest = [i for i in range(len(settings)) if i not in trainings]
        one_by_one = self._one_by_one.train(task, [settings[i] for i in rest], replicates) if rest else []
        trainings.update(zip(rest, one_by_one, strict=True))
        return [trainings[i] for i in range(len(settings))]

    def _chunks(
        self, way: Lanes, settings: Sequence[Setting], chosen: Chosen, replicates: Sequence[Replicate]
    ) -> Iterator[tuple[int, Chosen]]:
        """Yield a batch size and the settings to train with it, sorted by kind of optimizer."""

        def kind(index: int) -> OptimizerKind:
            return OptimizerKind.of(self._space.optimizer(settings[index].optimizer).keras_class, settings[index])

        def batch_size(index: int) -> int:
            return self._batch_size(settings[index], replicates[0])

        for size, group in groupby(sorted(chosen, key=batch_size), key=batch_size):
            n_settings = way.most_lanes(size, replicates[0]) // len(replicates)
            for chunk in _pieces(sorted(group, key=kind), n_settings):
                yield size, chunk

    def _batch_size(self, setting: Setting, replicate: Replicate) -> int:
        return min(setting.batch_size or self._opened.batch_size, len(replicate.split.x_train))

    @property
    def _opened(self) -> Task:
        if self._task is None:
            raise ValueError("a task was expected to be opened before its settings are trained")
        return self._task

    def _run(
        self, way: Lanes, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]
    ) -> list[Training]:
        """Train settings of one batch size, the seeds in turn where they do not fit into the memory together."""
        parts = [
            Run(way.populate(batch_size, settings, seeds), self._opened, batch_size, settings, seeds).trainings()
            for seeds in _pieces(replicates, way.most_lanes(batch_size, replicates[0]))
        ]
        return [join_seeds(trainings) for trainings in zip(*parts, strict=True)]


def _pieces(items: Sequence[T], size: int) -> list[list[T]]:
    """Return the items in lists of at most ``size``, at least 1."""
    return [list(items[start : start + max(size, 1)]) for start in range(0, len(items), max(size, 1))]


def _n_rows(replicate: Replicate) -> tuple[int, int]:
    return len(replicate.split.x_train), len(replicate.split.x_valid)
