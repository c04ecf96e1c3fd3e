"""The epochs of one population, with Keras's rules between them, and the records that come out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from undefault.early_stopping import EarlyStopping
from undefault.engine.batches import batch_bounds, epoch_order
from undefault.engine.losses import metric
from undefault.engine.population import BEST, LAST, Population
from undefault.engine.rate_factors import RateFactors
from undefault.records import CURVES, FloatArray, IntArray, Replicate, Setting, Task, Training
from undefault.schedules import Plateaus


class Run:
    """Trains a population for the task's whole budget; lanes are ordered by setting, then by seed."""

    def __init__(
        self,
        population: Population,
        task: Task,
        batch_size: int,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
    ) -> None:
        self._population, self._task = population, task
        self._settings, self._replicates = settings, replicates
        self._n_rows = len(replicates[0].split.x_train)
        self._steps = len(batch_bounds(self._n_rows, batch_size))
        self._factors = RateFactors([setting.decay for setting in settings])
        lanes = [setting for setting in settings for _ in replicates]
        self._plateaus = Plateaus([lane.decay for lane in lanes], np.array([lane.learning_rate for lane in lanes]))
        self._stopping = EarlyStopping(lanes)
        self._tested = replicates[0].x_test is not None

    def trainings(self) -> list[Training]:
        """Train and return the records, one a setting."""
        epochs = [self._train_epoch(epoch) for epoch in range(self._task.epochs)]
        by_lane: dict[str, Any] = {name: np.stack([epoch[name] for epoch in epochs], axis=1) for name in CURVES}
        by_lane |= {"last_epoch": self._stopping.last_epoch, "restored_epoch": self._stopping.restored_epoch}
        by_lane |= self._test() if self._tested else {}
        seeds, n_seeds = tuple(replicate.seed for replicate in self._replicates), len(self._replicates)
        return [
            Training(
                setting, seeds, **{name: lanes[i * n_seeds : (i + 1) * n_seeds] for name, lanes in by_lane.items()}
            )
            for i, setting in enumerate(self._settings)
        ]

    def _train_epoch(self, epoch: int) -> Mapping[str, FloatArray]:
        rates = self._learning_rates(epoch)
        measured = self._population.train_epoch(self._order(epoch), rates)
        self._plateaus.update(measured["valid_loss"])
        self._keep(measured["valid_loss"])
        score = metric(self._task.task_type, measured["valid_score"])
        return {**measured, "valid_metric": score, "learning_rate": rates[-1].copy()}

    def _keep(self, valid_loss: FloatArray) -> None:
        due = self._stopping.update(valid_loss)
        for name, lanes in ((BEST, due.best), (LAST, due.last)):
            if self._tested and lanes.any():
                self._population.keep(name, lanes)

    def _order(self, epoch: int) -> IntArray:
        return np.stack([epoch_order(replicate.batches_seed, epoch, self._n_rows) for replicate in self._replicates])

    def _learning_rates(self, epoch: int) -> FloatArray:
        """Return the rates of an epoch, ``(n_steps, n_lanes)``."""
        own = self._factors.at(epoch * self._steps, (epoch + 1) * self._steps)
        rates: FloatArray = np.repeat(own.T, len(self._replicates), axis=1) * self._plateaus.learning_rates
        return rates

    def _test(self) -> dict[str, FloatArray]:
        """Return row losses ``(n_lanes, n_test)`` at both epochs, and the metric ``(n_lanes,)`` at the restored one."""
        self._population.keep(LAST, self._stopping.running)
        last_loss, score = self._population.score(LAST)
        loss, restores = last_loss, self._stopping.restores
        if restores.any():
            best_loss, best_score = self._population.score(BEST)
            loss = np.where(restores[:, None], best_loss, last_loss)
            score = np.where(restores, best_score, score)
        return {"test_loss": loss, "last_test_loss": last_loss, "test_metric": metric(self._task.task_type, score)}
