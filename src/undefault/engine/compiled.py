"""The way of plain dense networks: lanes trained by the project's own kernels, see kernels/."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from undefault.engine.dense_stack import DenseStack
from undefault.engine.population import BEST, LAST, Lanes, Population
from undefault.records import FloatArray, Replicate, Setting
from undefault.specs import SearchSpace


def is_compiled() -> bool:
    """Return whether the kernels were compiled when the project was installed."""
    return find_spec("undefault.engine._kernels") is not None


class CompiledLanes(Lanes):
    """Trains a `DenseStack`; ``initial`` gives the model's weights of a weights seed."""

    def __init__(self, stack: DenseStack, space: SearchSpace, initial: Callable[[int], Sequence[FloatArray]]) -> None:
        self._stack, self._space, self._initial = stack, space, initial

    def why_not(self, setting: Setting) -> str | None:
        """Return why a setting cannot be trained so, or ``None`` where it can."""
        from undefault.engine.update_rules import rule_of

        keras_class = self._keras_class(setting)
        return None if rule_of(keras_class, setting) else f"the kernels have no rule for this {keras_class}"

    def _keras_class(self, setting: Setting) -> str:
        return self._space.optimizer(setting.optimizer).keras_class

    def bytes_per_lane(self, batch_size: int) -> int:  # noqa: ARG002 - a batch's room is one a thread
        """Return about how much memory a lane takes: its weights, up to three slots and the kept weights."""
        return 4 * self._stack.n_parameters * (1 + 3 + len((BEST, LAST)))

    def populate(self, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> Population:
        """Return new lanes with their initial weights; replicates have equal numbers of rows."""
        from undefault.engine.compiled_population import CompiledPopulation
        from undefault.engine.update_rules import columns_of

        columns = columns_of(settings, [self._keras_class(setting) for setting in settings])
        drawn = [self._initial(replicate.weights_seed) for replicate in replicates]
        weights = np.stack([np.concatenate([np.ravel(part) for part in parts]) for parts in drawn])
        return CompiledPopulation(self._stack, replicates, batch_size, columns=columns, weights=weights)
