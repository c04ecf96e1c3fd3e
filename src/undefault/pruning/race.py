"""A batch being pruned: who has been stopped, and who is stopped next."""

from typing import final

import numpy as np

from undefault.pruning.groups import Pruning
from undefault.records import BoolArray, FloatArray
from undefault.verdicts.objective import objective


@final
class Race:
    """Follows a batch from rung to rung. What it decides depends on the losses alone, not on who tells them.

    ``stopped_after`` ``(n_settings,)`` is the number of epochs after which a setting was stopped, 0 where it was not.
    """

    def __init__(self, pruning: Pruning, n_settings: int) -> None:
        self._pruning, self._unit = pruning, np.array(pruning.constant_loss)
        self._values = np.full(n_settings, np.nan)
        self.stopped_after = np.zeros(n_settings, dtype=np.int64)

    @property
    def running(self) -> BoolArray:
        """Which settings go on, ``(n_settings,)``."""
        return np.asarray(self.stopped_after == 0)

    def look(self, n_epochs: int, restored_loss: FloatArray) -> BoolArray:
        """Return who is stopped after ``n_epochs``, ``(n_settings,)``.

        ``restored_loss`` ``(n_settings, n_seeds)`` is the validation loss of the weights that early stopping would
        leave now; that of settings which were stopped is not read.
        """
        for index in np.flatnonzero(self.running):
            self._values[index] = objective(restored_loss[index], self._unit)
        stopped = np.zeros(len(self._values), dtype=bool)
        for group in self._pruning.groups:
            rung = next((i for i, rung in enumerate(group.rungs) if rung.n_epochs == n_epochs), None)
            if rung is not None:
                members = list(group.members)
                stopped[members] = group.stopped(rung, self._values[members]) & self.running[members]
        self.stopped_after[stopped] = n_epochs
        return stopped
