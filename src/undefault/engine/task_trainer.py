"""One task's settings, each trained in the fastest way that can."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from undefault.contracts import Engine
from undefault.engine.optimizers import OptimizerKind
from undefault.engine.population import Lanes
from undefault.engine.run import Run
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training
from undefault.specs import SearchSpace
from undefault.trainings import join_seeds

T = TypeVar("T")
Indices = list[int]  # of settings


class TaskTrainer:
    """Trains settings of one task in the first of ``ways`` that takes them; ``one_by_one`` trains the rest."""

    def __init__(self, task: Task, space: SearchSpace, ways: Sequence[Lanes], one_by_one: Engine) -> None:
        self.task = task
        self._space, self._ways, self._one_by_one = space, ways, one_by_one

    def train(
        self, settings: Sequence[Setting], replicates: Sequence[Replicate], pruning: Pruning | None = None
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates, which have equal numbers of rows.

        With ``pruning``, trainings are stopped where all of their group run together on all seeds. The others are left
        whole, for who trains with whom depends on the memory, and what is pruned must not.
        """
        trainings: dict[int, Training] = {}
        for way in self._ways:
            able = [i for i, setting in enumerate(settings) if i not in trainings and not way.why_not(setting)]
            for batch_size, chunk in self._chunks(way, settings, able, replicates):
                pruned = pruning and pruning.among(chunk)
                trained = self._run(way, batch_size, [settings[i] for i in chunk], replicates, pruned)
                trainings.update(zip(chunk, trained, strict=True))
        rest = [i for i in range(len(settings)) if i not in trainings]
        one_by_one = self._one_by_one.train(self.task, [settings[i] for i in rest], replicates) if rest else []
        trainings.update(zip(rest, one_by_one, strict=True))
        return [trainings[i] for i in range(len(settings))]

    def _chunks(
        self, way: Lanes, settings: Sequence[Setting], able: Indices, replicates: Sequence[Replicate]
    ) -> Iterator[tuple[int, Indices]]:
        """Yield a batch size and the settings to train with it, sorted by kind of optimizer; none that do not fit."""
        n_rows = len(replicates[0].split.x_train)
        for size, group in _grouped(able, lambda i: min(settings[i].batch_size or self.task.batch_size, n_rows)):
            n_blocks = way.most_lanes(size, replicates[0]) // way.width
            ordered = sorted(group, key=lambda i: self._kind(settings[i])) if n_blocks else []
            for chunk in _pieces(ordered, max(n_blocks // len(replicates), 1) * way.width):
                yield size, chunk

    def _kind(self, setting: Setting) -> OptimizerKind:
        return OptimizerKind.of(self._space.optimizer(setting.optimizer).keras_class, setting)

    def _run(
        self,
        way: Lanes,
        batch_size: int,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None,
    ) -> list[Training]:
        """Train settings of one batch size, the seeds in turn where they do not fit into the memory together."""
        pieces = _pieces(replicates, way.most_lanes(batch_size, replicates[0]) // way.width)
        parts = []
        for seeds in pieces:
            population = way.populate(batch_size, settings, seeds)
            stopping = pruning if len(pieces) == 1 else None
            parts.append(Run(population, self.task, batch_size, settings, seeds, stopping).trainings())
        return [join_seeds(trainings) for trainings in zip(*parts, strict=True)]


def _grouped(items: Sequence[int], key: Callable[[int], int]) -> Iterator[tuple[int, Indices]]:
    for value, group in groupby(sorted(items, key=key), key=key):
        yield value, list(group)


def _pieces(items: Sequence[T], size: int) -> list[list[T]]:
    """Return the items in lists of at most ``size``."""
    return [list(items[start : start + size]) for start in range(0, len(items), size)]
