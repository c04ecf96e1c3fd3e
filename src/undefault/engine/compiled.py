"""The way of plain dense networks: lanes trained by the project's own kernels, see kernels/."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from undefault.engine.batches import batch_bounds
from undefault.engine.dense_stack import DenseStack
from undefault.engine.networks import draw_weights
from undefault.engine.population import BEST, LAST, Lanes, Population
from undefault.engine.update_rules import rule_of
from undefault.records import CURVES, FloatArray, Replicate, Setting, Task
from undefault.specs import SearchSpace

BYTES_PER_FLOAT = 4
LEAST = 64 * 2**20  # bytes, which TensorFlow takes for any network before its first lane


class CompiledLanes(Lanes):
    """Trains a task whose network is a dense stack, in ``memory`` bytes or the `LEAST`."""

    def __init__(self, task: Task, stack: DenseStack, space: SearchSpace, *, memory: int) -> None:
        from undefault.engine._kernels import lib

        self._task, self._stack, self._space, self._memory = task, stack, space, max(memory, LEAST)
        self.width: int = lib.N_LANES
        self._rows_at_once: int = lib.ROWS_AT_ONCE
        self._draw = cache(self._draw_weights)

    def _draw_weights(self, seed: int) -> FloatArray:
        """Return what a new model of this seed begins with, ``(n_parameters,)``."""
        return np.concatenate([np.ravel(weights) for weights in draw_weights(self._task, seed)])

    def why_not(self, setting: Setting) -> str | None:
        """Return why a setting cannot be trained so, or ``None`` where it can."""
        keras_class = self._keras_class(setting)
        return None if rule_of(keras_class, setting) else f"the kernels have no rule for this {keras_class}"

    def _keras_class(self, setting: Setting) -> str:
        return self._space.optimizer(setting.optimizer).keras_class

    def most_lanes(self, batch_size: int, replicate: Replicate) -> int:
        """Return how many lanes fit into the memory, whole blocks.

        A lane takes its weights, their gradient, up to three slots and the kept weights; what the layers put out and
        its derivative; an epoch's learning rates on their way into the block; its curves twice while they are gathered;
        and its test losses.
        """
        n_test = 0 if replicate.x_test is None else len(replicate.x_test)
        weights = self._stack.n_parameters * (1 + 1 + 3 + len((BEST, LAST)))
        outputs = 2 * self._rows_at_once * (sum(self._stack.widths) + max(self._stack.widths))
        rates = 6 * len(batch_bounds(len(replicate.split.x_train), batch_size))
        floats = weights + outputs + rates + 2 * len(CURVES) * self._task.epochs + 4 * n_test
        n_blocks = self._memory // (BYTES_PER_FLOAT * floats * self.width)
        return n_blocks * self.width

    def populate(self, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> Population:
        """Return new lanes with their initial weights; replicates have equal numbers of rows."""
        from undefault.engine.compiled_population import CompiledPopulation
        from undefault.engine.kernel_data import columns_of

        columns = columns_of(settings, [self._keras_class(setting) for setting in settings])
        weights = np.stack([self._draw(replicate.weights_seed) for replicate in replicates])
        return CompiledPopulation(self._stack, replicates, batch_size, columns=columns, weights=weights)
