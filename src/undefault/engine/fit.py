"""The engine that is plain ``model.fit``: slow, and the reference for the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import keras
import numpy as np

from undefault.contracts import Engine
from undefault.early_stopping import replay
from undefault.engine.batches import batch_bounds, epoch_order
from undefault.engine.fit_statistics import FitStatistics
from undefault.engine.losses import loss_function, metric, row_scores
from undefault.engine.memory import memory_errors
from undefault.engine.networks import draw_network, returns_logits
from undefault.engine.optimizers import make_callbacks, make_optimizer
from undefault.pruning import Pruning, cut
from undefault.records import CURVES, FloatArray, Replicate, Setting, Task, Training
from undefault.specs import SearchSpace


class KerasEngine(Engine):
    """Trains one setting on one seed after the other, with Keras's own loop, optimizers, schedules and callbacks.

    A training that stops early has NaN in its curves from there on, for it was not trained further. Without
    ``statistics`` theirs are NaN throughout: taking them costs `model.fit` a longer tracing.
    """

    def __init__(self, space: SearchSpace, *, statistics: bool = True) -> None:
        self._space, self._statistics = space, statistics

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order.

        What is pruned is trained whole all the same, one after the other as it is, and ended afterwards.
        """
        with memory_errors():
            trained = [self._train(task, setting, replicates) for setting in settings]
        return cut(trained, pruning) if pruning else trained

    def _train(self, task: Task, setting: Setting, replicates: Sequence[Replicate]) -> Training:
        fits = [self._fit(task, setting, replicate) for replicate in replicates]
        results = {name: np.stack([fit[name] for fit in fits]) for name in fits[0]}
        return Training(setting, tuple(replicate.seed for replicate in replicates), **results)

    def _fit(self, task: Task, setting: Setting, replicate: Replicate) -> dict[str, Any]:
        model = draw_network(task, replicate.weights_seed)
        model.compile(
            optimizer=make_optimizer(self._space.optimizer(setting.optimizer), setting),
            loss=loss_function(
                task.loss, task.task_type, from_logits=returns_logits(model), reduction="sum_over_batch_size"
            ),
            metrics=[keras.metrics.MeanMetricWrapper(_scores(model, task), name="score")],
        )
        rates, last = LearningRates(), LastWeights()
        statistics = [FitStatistics(replicate.split.x_valid)] if self._statistics else []
        batch_size = setting.batch_size or task.batch_size
        history = model.fit(
            ordered_batches(replicate, batch_size, task.epochs),
            steps_per_epoch=len(batch_bounds(len(replicate.split.x_train), batch_size)),
            validation_data=(replicate.split.x_valid, replicate.split.y_valid),
            validation_batch_size=len(replicate.split.x_valid),
            epochs=task.epochs,
            callbacks=[rates, last, *statistics, *make_callbacks(setting)],
            shuffle=False,
            verbose=0,
        ).history
        measured = {**_measured(task, history), "learning_rate": rates.by_epoch}
        for callback in statistics:
            measured |= callback.curves()
        return {
            **_curves(task, measured),
            **_ends(setting, history["val_loss"]),
            **_test(model, task, replicate, last.weights),
        }


def ordered_batches(replicate: Replicate, batch_size: int, n_epochs: int) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield the batches of all epochs, one after the other, in the project's own order."""
    split = replicate.split
    for epoch in range(n_epochs):
        order = epoch_order(replicate.batches_seed, epoch, len(split.x_train))
        for start, stop in batch_bounds(len(order), batch_size):
            yield split.x_train[order[start:stop]], split.y_train[order[start:stop]]


class LearningRates(keras.callbacks.Callback):  # type: ignore[misc]
    """Notes the learning rate of each epoch's last step."""

    def __init__(self) -> None:
        super().__init__()
        self.by_epoch: list[float] = []
        self._rate = np.nan

    def on_train_batch_begin(self, batch: int, logs: object = None) -> None:  # noqa: ARG002
        """Note the rate that this step will use."""
        self._rate = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
        """Keep the last step's rate."""
        self.by_epoch.append(self._rate)


class LastWeights(keras.callbacks.Callback):  # type: ignore[misc]
    """Takes the weights at the end of training; to stand before `EarlyStopping`, which may restore others."""

    def __init__(self) -> None:
        super().__init__()
        self.weights: list[FloatArray] = []

    def on_train_end(self, logs: object = None) -> None:  # noqa: ARG002
        """Take the weights."""
        self.weights = self.model.get_weights()


def _scores(model: keras.Model, task: Task) -> Any:
    return row_scores(task.task_type, from_logits=returns_logits(model))


def _measured(task: Task, history: Mapping[str, Sequence[float]]) -> dict[str, Sequence[float]]:
    return {
        "train_loss": history["loss"],
        "valid_loss": history["val_loss"],
        "valid_metric": metric(task.task_type, np.array(history["val_score"])).tolist(),
    }


def _curves(task: Task, measured: Mapping[str, Sequence[float]]) -> dict[str, FloatArray]:
    """Return the curves ``(n_epochs,)``, NaN after the last epoch."""
    curves = {name: np.full(task.epochs, np.nan, dtype=np.float32) for name in CURVES}
    for name, values in measured.items():
        curves[name][: len(values)] = values
    return curves


def _ends(setting: Setting, valid_loss: Sequence[float]) -> dict[str, int]:
    """Return the epoch in which training ended and the one whose weights are left."""
    stopping = replay(setting, np.array([valid_loss]))
    return {"last_epoch": len(valid_loss) - 1, "restored_epoch": int(stopping.restored_epoch[0])}


def _test(model: keras.Model, task: Task, replicate: Replicate, last_weights: Sequence[FloatArray]) -> dict[str, Any]:
    """Return the losses of the test rows ``(n_test,)`` at both epochs and their metric, where there are such rows."""
    if replicate.x_test is None or replicate.y_test is None:
        return {}
    loss, outputs = _row_losses(model, task, replicate)
    score = np.mean(_scores(model, task)(replicate.y_test, outputs))
    model.set_weights(last_weights)
    last_loss, _ = _row_losses(model, task, replicate)
    return {"test_loss": loss, "last_test_loss": last_loss, "test_metric": metric(task.task_type, score)}


def _row_losses(model: keras.Model, task: Task, replicate: Replicate) -> tuple[FloatArray, Any]:
    """Return the losses of the test rows and the outputs that they were taken from."""
    outputs = model(replicate.x_test, training=False)
    loss = loss_function(task.loss, task.task_type, from_logits=returns_logits(model))
    return np.array(loss(np.asarray(replicate.y_test)[:, None], outputs)), outputs
