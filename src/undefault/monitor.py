"""Keras's test of "the validation loss has improved", for many trainings at once."""

import numpy as np

from undefault.records import BoolArray, FloatArray


class Improvement:
    """The best monitored loss per lane; the first epoch counts as an improvement, whatever its loss.

    A NaN in the first epoch therefore stays the best for good, as in Keras 3.15 (callbacks/monitor_callback.py), where
    ``keras.ops.less`` compares strictly and in float32.
    """

    def __init__(self, min_delta: float = 0.0) -> None:
        self._min_delta = min_delta
        self._best: FloatArray | None = None

    def update(self, loss: FloatArray) -> BoolArray:
        """Take one epoch's losses ``(n_lanes,)`` and return which of them are improvements, as booleans."""
        loss = np.asarray(loss, dtype=np.float32)
        if self._best is None:
            self._best = loss
            return np.ones(loss.shape, dtype=bool)
        improved = (loss.astype(np.float64) + self._min_delta).astype(np.float32) < self._best
        self._best = np.where(improved, loss, self._best)
        return improved
