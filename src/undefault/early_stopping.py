"""Keras's ``EarlyStopping`` callback for many trainings at once, and its replay from kept curves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from undefault.monitor import Improvement
from undefault.records import BoolArray, FloatArray, IntArray, Setting


@dataclass(frozen=True)
class Due:
    """Whose weights of now are to be kept after an epoch, as booleans ``(n_lanes,)``.

    ``best``: of lanes that restore their best weights and have just reached them; ``last``: of lanes that stop here.
    """

    best: BoolArray
    last: BoolArray


class EarlyStopping:
    """One callback per lane on the validation loss; a lane without patience runs to the end and keeps its last weights.

    Follows Keras 3.15's callbacks/early_stopping.py with its default ``min_delta=0``: training stops at the first epoch
    after the first with ``patience`` epochs since the last improvement. A lane that has stopped may go on training,
    so that its curve covers the whole budget; what is told of it afterwards changes nothing here.

    ``last_epoch`` and ``restored_epoch`` ``(n_lanes,)`` are 0-based: where training ended, and whose weights it left.
    ``restores`` says which lanes take their best weights back, ``running`` which have not stopped.
    """

    def __init__(self, settings: Sequence[Setting]) -> None:
        self._patience = np.array([np.inf if s.patience is None else s.patience for s in settings])
        self.restores = np.array([s.restore_best_weights and s.patience is not None for s in settings])
        self._wait = np.zeros(len(settings))
        self.running = np.ones(len(settings), dtype=bool)
        self._improvement = Improvement()
        self._epoch = -1
        self.last_epoch: IntArray = np.zeros(len(settings), dtype=np.int64)
        self.restored_epoch: IntArray = np.zeros(len(settings), dtype=np.int64)

    def update(self, valid_loss: FloatArray) -> Due:
        """Take one epoch's validation losses ``(n_lanes,)``; return whose weights of now are to be kept."""
        self._epoch += 1
        improved = self._improvement.update(valid_loss)
        self._wait = np.where(improved, 0, self._wait + 1)
        before = self.running
        self.last_epoch = np.where(before, self._epoch, self.last_epoch)
        self.restored_epoch = np.where(before & (improved | ~self.restores), self._epoch, self.restored_epoch)
        if self._epoch > 0:
            self.running = before & (improved | (self._wait < self._patience))
        return Due(best=before & improved & self.restores, last=before & ~self.running)

    def stop(self, lanes: BoolArray) -> None:
        """Take these lanes, a mask ``(n_lanes,)``, as stopped after the last epoch that was told."""
        self.running = self.running & ~lanes


def replay(setting: Setting, valid_loss: FloatArray) -> EarlyStopping:
    """Return what early stopping would have done to trainings with these curves ``(n_seeds, n_epochs)``."""
    callback = EarlyStopping([setting] * len(valid_loss))
    for losses in valid_loss.T:
        callback.update(losses)
    return callback


def replay_every_patience(valid_loss: FloatArray) -> tuple[IntArray, IntArray]:
    """Return what every patience from 0 to the number of epochs would have done to curves ``(n_seeds, n_epochs)``.

    The epochs in which training would have ended and the best epochs until then, both 0-based and
    ``(n_seeds, n_epochs + 1)``. The same as `replay` for each patience, at once: a patience ends at the first epoch
    after the first that has waited so long, and how long one has waited does not depend on it. Patience 0 waits as 1
    does.
    """
    n_seeds, n_epochs = valid_loss.shape
    improvement, wait, best = Improvement(), np.zeros(n_seeds), np.zeros(n_seeds, dtype=np.int64)
    waits, bests = np.zeros((n_seeds, n_epochs)), np.zeros((n_seeds, n_epochs), dtype=np.int64)
    for epoch, losses in enumerate(valid_loss.T):
        improved = improvement.update(losses)
        wait, best = np.where(improved, 0, wait + 1), np.where(improved, epoch, best)
        waits[:, epoch], bests[:, epoch] = wait, best
    longest = np.maximum.accumulate(waits[:, 1:], axis=1)
    patience = np.maximum(np.arange(n_epochs + 1), 1)
    shorter = (longest[:, None, :] < patience[:, None]).sum(axis=2)
    last = np.minimum(shorter + 1, n_epochs - 1)
    return last, np.take_along_axis(bests, last, axis=1)
