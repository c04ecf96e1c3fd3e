"""Keras's ``ReduceLROnPlateau`` callback for many trainings at once.

Its rate depends on the validation losses seen so far, so it has no factors by step: `Plateaus` is told each epoch's
losses and answers with the rates of the next.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from undefault.monitor import Improvement
from undefault.records import Decay, FloatArray
from undefault.schedules.base import Schedule

MIN_DELTA = 1e-4  # Keras's default: a smaller improvement does not count


def _factors(_values: Mapping[str, float], steps: FloatArray) -> FloatArray:
    return np.ones_like(steps, dtype=float)


REDUCE_ON_PLATEAU = Schedule("reduce_on_plateau", None, ("factor", "patience", "min_lr"), _factors)


class Plateaus:
    """The state of one callback per lane, shape ``(n_lanes,)``; lanes with another kind of decay keep their rate.

    Follows Keras 3.15's callbacks/reduce_lr_on_plateau.py with its default ``cooldown=0``.
    """

    def __init__(self, decays: Sequence[Decay], learning_rates: FloatArray) -> None:
        self._factor = _column(decays, "factor", otherwise=1.0)
        self._patience = _column(decays, "patience", otherwise=np.inf)
        self._min_lr = _column(decays, "min_lr", otherwise=0.0).astype(np.float32)
        self._wait = np.zeros(len(decays))
        self._improvement = Improvement(MIN_DELTA)
        self.learning_rates = np.asarray(learning_rates, dtype=np.float32)

    def update(self, valid_loss: FloatArray) -> None:
        """Take one epoch's validation losses ``(n_lanes,)`` and set ``learning_rates`` for the next epoch."""
        improved = self._improvement.update(valid_loss)
        self._wait = np.where(improved, 0, self._wait + 1)
        due = ~improved & (self._wait >= self._patience) & (self.learning_rates > self._min_lr)
        lowered = np.maximum(self.learning_rates * self._factor, self._min_lr).astype(np.float32)
        self.learning_rates = np.where(due, lowered, self.learning_rates)
        self._wait = np.where(due, 0, self._wait)


def _column(decays: Sequence[Decay], argument: str, *, otherwise: float) -> FloatArray:
    """Return the argument of every lane that reduces on plateau, and ``otherwise`` for the rest."""
    kind = REDUCE_ON_PLATEAU.kind
    return np.array([decay.values[argument] if decay.kind == kind else otherwise for decay in decays], dtype=float)
