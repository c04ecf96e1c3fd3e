"""Trainings that were not stopped, made as if they had been: the rule by which every engine prunes alike."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from undefault.early_stopping import EarlyStopping, replay
from undefault.pruning.groups import Pruning
from undefault.pruning.race import Race
from undefault.records import CURVES, FloatArray, Training


def cut(trainings: Sequence[Training], pruning: Pruning) -> list[Training]:
    """Return the trainings of a batch, each ended where it is pruned; one that was stopped there stays as it is."""
    race, looks = Race(pruning, len(trainings)), pruning.looks
    for n_epochs, restored_loss in zip(looks, losses_after(trainings, looks), strict=True):
        race.look(n_epochs, restored_loss)
    return [_ended(training, int(n)) for training, n in zip(trainings, race.stopped_after, strict=True)]


def losses_after(trainings: Sequence[Training], looks: Sequence[int]) -> FloatArray:
    """Return the validation loss that early stopping would leave after each number of epochs.

    The shape is ``(n_looks, n_trainings, n_seeds)``; trainings have equal numbers of seeds. After the end of a training
    it is the loss that the training ended with.
    """
    n_seeds = len(trainings[0].seeds)
    stopping = EarlyStopping([training.setting for training in trainings for _ in range(n_seeds)])
    valid_loss = np.concatenate([training.valid_loss for training in trainings])
    trained = ~np.isnan(np.concatenate([training.learning_rate for training in trainings]))
    losses = np.empty((len(looks), len(trainings), n_seeds), dtype=valid_loss.dtype)
    for epoch in range(max(looks, default=0)):
        stopping.stop(~trained[:, epoch])
        stopping.update(valid_loss[:, epoch])
        if epoch + 1 in looks:
            restored = valid_loss[np.arange(len(valid_loss)), stopping.restored_epoch]
            losses[looks.index(epoch + 1)] = restored.reshape(len(trainings), n_seeds)
    return losses


def _ended(training: Training, n_epochs: int) -> Training:
    """Return the training as it was after ``n_epochs``, or whole where that is 0."""
    pruned = np.full(len(training.seeds), n_epochs > 0)
    if n_epochs == 0:
        return replace(training, pruned=pruned)
    stopping = replay(training.setting, training.valid_loss[:, :n_epochs])
    curves: dict[str, Any] = {name: getattr(training, name).copy() for name in CURVES}
    for curve in curves.values():
        curve[:, n_epochs:] = np.nan
    return replace(
        training,
        last_epoch=stopping.last_epoch,
        restored_epoch=stopping.restored_epoch,
        pruned=pruned,
        **curves,
    )
