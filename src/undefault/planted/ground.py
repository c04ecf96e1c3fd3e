"""The tasks that failures are planted on: a dataset's rows with a network and a budget that suit them."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from undefault.datasets import Dataset, HeldBack, load_dataset
from undefault.losses import resolve_loss
from undefault.problem import Problem
from undefault.records import DatasetSpec, NetworkSpec, Task
from undefault.seeds import derive_seed

MOST_ROWS = 240  # for training and validation: small data is what the checks are for, and trains fast
EPOCHS = 100
BATCH_SIZE = 32
SEED = 0


@dataclass(frozen=True)
class Ground:
    """A task with the rows that it may learn from and the rows that score it."""

    problem: Problem
    held_back: HeldBack

    @property
    def task(self) -> Task:
        """The task alone."""
        return self.problem.task

    def having(self, **changes: object) -> "Ground":
        """Return the ground with changes to its task, e.g. another number of epochs."""
        task = replace(self.task, **changes)  # type: ignore[arg-type]
        return replace(self, problem=replace(self.problem, task=task))


def lay(spec: DatasetSpec, network: NetworkSpec) -> Ground:
    """Return the task of a dataset and a network; a builder must make the layers that ``hidden`` names."""
    dataset, held_back = _load(spec.source, spec.n_samples)
    loss, counts = resolve_loss("auto", dataset.task_type), (dataset.n_features, dataset.n_outputs)
    task = Task(spec, network, dataset.task_type, *counts, loss, EPOCHS, BATCH_SIZE)
    return Ground(Problem(task, dataset, _n_parameters(task), SEED), held_back)


def rows_of(source: str, *, at_most: int = MOST_ROWS) -> DatasetSpec:
    """Return the configuration of a dataset's rows, at most so many for training and validation."""
    dataset, _ = _load(source, None)
    return DatasetSpec(source, source, n_samples=at_most if at_most < len(dataset.development) else None)


@cache
def _load(source: str, n_samples: int | None) -> tuple[Dataset, HeldBack]:
    return load_dataset(DatasetSpec(source, source, n_samples=n_samples), seed=derive_seed(SEED, source, "rows"))


def _n_parameters(task: Task) -> int:
    widths = (task.n_features, *task.network.hidden, task.n_outputs)
    return sum((inputs + 1) * units for inputs, units in pairwise(widths))
