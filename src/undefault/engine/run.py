"""The epochs of one population, with Keras's rules between them, and the records that come out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from undefault.early_stopping import EarlyStopping
from undefault.engine.batches import batch_bounds, epoch_order
from undefault.engine.losses import metric
from undefault.engine.population import BEST, LAST, Population
from undefault.engine.rate_factors import RateFactors
from undefault.pruning import Pruning, Race
from undefault.records import CURVES, BoolArray, FloatArray, IntArray, Replicate, Setting, Task, Training
from undefault.schedules import Plateaus


class Run:
    """Trains a population for the task's whole budget; lanes are ordered by setting, then by seed.

    With ``pruning`` of these settings, those that are stopped leave the population, and their curves are NaN from there
    on. All seeds of a pruned setting must be among the ``replicates``.
    """

    def __init__(
        self,
        population: Population,
        task: Task,
        batch_size: int,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
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
        self._looks = pruning.looks if pruning else ()
        self._race = Race(pruning or Pruning((), ()), len(settings))
        self._present: BoolArray = np.ones(len(settings), dtype=bool)  # who is in the population
        self._curves = {name: np.full((len(lanes), task.epochs), np.nan, dtype=np.float32) for name in CURVES}
        if self._tested and self._looks:
            raise ValueError("only trainings without test rows can be pruned, got replicates with test rows")

    def trainings(self) -> list[Training]:
        """Train and return the records, one a setting."""
        for epoch in range(self._task.epochs):
            self._train_epoch(epoch)
            if epoch + 1 in self._looks:
                self._stop(epoch + 1)
            if not self._race.running.any():
                break
        by_lane: dict[str, Any] = dict(self._curves)
        by_lane |= {"last_epoch": self._stopping.last_epoch, "restored_epoch": self._stopping.restored_epoch}
        by_lane |= self._test() if self._tested else {}
        seeds, n_seeds = tuple(replicate.seed for replicate in self._replicates), len(self._replicates)
        return [
            Training(
                setting, seeds, **{name: lanes[i * n_seeds : (i + 1) * n_seeds] for name, lanes in by_lane.items()}
            )
            for i, setting in enumerate(self._settings)
        ]

    def _train_epoch(self, epoch: int) -> None:
        """Train what is left and note its curves; what was stopped but is still in the population stays NaN."""
        rates, present = self._learning_rates(epoch), self._by_lane(self._present)
        measured = dict(self._population.train_epoch(self._order(epoch), rates[:, present]))
        measured["valid_metric"] = metric(self._task.task_type, measured.pop("valid_score"))
        measured["learning_rate"] = rates[-1, present]
        stopped = ~self._by_lane(self._race.running)
        for name, curve in self._curves.items():
            curve[present, epoch] = measured[name]
            curve[stopped, epoch] = np.nan
        self._plateaus.update(self._curves["valid_loss"][:, epoch])
        self._keep(self._curves["valid_loss"][:, epoch])

    def _stop(self, n_epochs: int) -> None:
        """Ask who is pruned after ``n_epochs``, and go on without them."""
        valid_loss = self._curves["valid_loss"]
        restored = valid_loss[np.arange(len(valid_loss)), self._stopping.restored_epoch]
        stopped = self._race.look(n_epochs, restored.reshape(len(self._settings), len(self._replicates)))
        self._stopping.stop(self._by_lane(stopped))
        running = self._race.running
        if running.any() and self._population.narrow(running[self._present]):
            self._present = running

    def _by_lane(self, by_setting: BoolArray) -> BoolArray:
        """Return a mask of settings as one of lanes."""
        return np.repeat(by_setting, len(self._replicates))

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
