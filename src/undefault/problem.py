"""One task with its rows: what a study works on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from undefault.datasets import Dataset, HeldBack, draw_split
from undefault.records import Phase, Replicate, Task
from undefault.seeds import derive_seed


@dataclass(frozen=True)
class Problem:
    """A task, the rows that it may learn from, and the size of its network.

    The test rows are not here: they reach the confirm phase as a `HeldBack` of their own.
    """

    task: Task
    dataset: Dataset
    n_parameters: int
    seed: int

    @property
    def n_steps(self) -> int:
        """The number of optimizer steps in the whole budget."""
        return -(-self.dataset.n_train // self.task.batch_size) * self.task.epochs

    def altered(self, *, epochs: int, scale: str, scale_target: str) -> "Problem":
        """Return the problem with another budget or other scalings: the same rows, splits and initial weights."""
        spec = replace(self.task.dataset, scale=scale, scale_target=scale_target)
        task = replace(self.task, dataset=spec, epochs=epochs)
        return replace(self, task=task, dataset=replace(self.dataset, spec=spec))

    def replicates(self, phase: Phase, seeds: Iterable[int], *, held_back: HeldBack | None = None) -> list[Replicate]:
        """Return the replicates of these seeds in a phase; with test rows only where they are given.

        A phase's replicates depend on the sweep's seed, the task, the phase and the seed alone. Tasks on the same
        dataset share their splits, so that networks are compared on equal rows.
        """
        return [self._replicate(phase, seed, held_back) for seed in seeds]

    def _replicate(self, phase: Phase, seed: int, held_back: HeldBack | None) -> Replicate:
        split, preprocessor = draw_split(
            self.dataset, seed=derive_seed(self.seed, self.task.dataset.name, phase, seed, "split")
        )
        x_test, y_test = preprocessor.test_rows(held_back) if held_back else (None, None)
        weights = derive_seed(self.seed, self.task.name, phase, seed, "weights")
        batches = derive_seed(self.seed, self.task.name, phase, seed, "batches")
        return Replicate(seed, split, weights, batches, x_test=x_test, y_test=y_test)
