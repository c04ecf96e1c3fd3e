"""The engine that trains many settings and seeds at once, with the numbers of ``model.fit``."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import tensorflow as tf

from undefault.contracts import Engine
from undefault.early_stopping import EarlyStopping
from undefault.engine.batches import batch_bounds, epoch_order
from undefault.engine.fit import KerasEngine
from undefault.engine.lane_network import LaneNetwork
from undefault.engine.lane_optimizer import OptimizerKind
from undefault.engine.losses import metric
from undefault.engine.networks import draw_network
from undefault.engine.program import Program
from undefault.engine.vectorizable import why_not_network, why_not_optimizer
from undefault.records import FloatArray, IntArray, Replicate, Setting, Task, Training
from undefault.schedules import Plateaus, schedule_named
from undefault.specs import SearchSpace

CURVES = ("train_loss", "valid_loss", "valid_metric", "learning_rate")
Lanes = tuple[int, ...]  # indices of the settings that one program trains together


class VectorizedEngine(Engine):
    """One lane a setting and seed, all lanes of a program in one compiled epoch.

    What cannot be vectorized is trained by `KerasEngine`, one training after the other. At most ``max_lanes`` lanes
    are trained together, which bounds the memory.
    """

    def __init__(self, space: SearchSpace, *, max_lanes: int) -> None:
        self._space, self._max_lanes = space, max_lanes
        self._one_by_one = KerasEngine(space)
        self._task: Task | None = None

    def train(self, task: Task, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""
        self._open(task)
        trainings: dict[int, Training] = {}
        lanes = [index for index, setting in enumerate(settings) if self._is_vectorizable(setting)]
        for batch_size, chunk in self._chunks(task, settings, lanes, n_seeds=len(replicates)):
            ran = self._run(task, batch_size, [settings[i] for i in chunk], replicates)
            trainings.update(zip(chunk, ran, strict=True))
        rest = [index for index in range(len(settings)) if index not in trainings]
        one_by_one = self._one_by_one.train(task, [settings[i] for i in rest], replicates) if rest else []
        trainings.update(zip(rest, one_by_one, strict=True))
        return [trainings[index] for index in range(len(settings))]

    def _open(self, task: Task) -> None:
        """Forget what was compiled for another task."""
        if task == self._task:
            return
        self._task = task
        self._network = None if why_not_network(task) else LaneNetwork(task)
        self._programs: dict[tuple[int, tuple[tuple[OptimizerKind, int], ...]], Program] = {}
        self._weights: dict[int, tuple[FloatArray, FloatArray]] = {}

    def _is_vectorizable(self, setting: Setting) -> bool:
        why_not = why_not_optimizer(self._keras_class(setting), setting.hyperparameters)
        return self._network is not None and why_not is None

    def _keras_class(self, setting: Setting) -> str:
        return self._space.optimizer(setting.optimizer).keras_class

    def _kind(self, setting: Setting) -> OptimizerKind:
        return OptimizerKind.of(self._keras_class(setting), setting)

    def _chunks(
        self, task: Task, settings: Sequence[Setting], indices: Sequence[int], *, n_seeds: int
    ) -> Iterator[tuple[int, Lanes]]:
        """Yield a batch size and the settings to train with it, sorted by kind of optimizer."""

        def batch_size(index: int) -> int:
            return settings[index].batch_size or task.batch_size

        n_settings = max(1, self._max_lanes // n_seeds)
        for size, group in groupby(sorted(indices, key=batch_size), key=batch_size):
            ordered = sorted(group, key=lambda index: self._kind(settings[index]))
            for start in range(0, len(ordered), n_settings):
                yield size, tuple(ordered[start : start + n_settings])

    def _program(self, batch_size: int, settings: Sequence[Setting], n_seeds: int) -> Program:
        kinds = tuple(
            (kind, n_seeds * len(list(group))) for kind, group in groupby(self._kind(setting) for setting in settings)
        )
        if (batch_size, kinds) not in self._programs:
            assert self._network is not None  # noqa: S101 - `_is_vectorizable` was asked before
            self._programs[batch_size, kinds] = Program(self._network, kinds, batch_size)
        return self._programs[batch_size, kinds]

    def _initial(self, task: Task, replicates: Sequence[Replicate]) -> tuple[FloatArray, FloatArray]:
        """Return initial weights ``(n_seeds, n_parameters)`` and states ``(n_seeds, n_states)``."""
        assert self._network is not None  # noqa: S101 - as above
        for replicate in replicates:
            if replicate.weights_seed not in self._weights:
                drawn = draw_network(task, replicate.weights_seed)
                self._weights[replicate.weights_seed] = self._network.flatten(drawn.get_weights())
        vectors = [self._weights[replicate.weights_seed] for replicate in replicates]
        return np.stack([weights for weights, _ in vectors]), np.stack([states for _, states in vectors])

    def _run(
        self, task: Task, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]
    ) -> list[Training]:
        """Train settings of one batch size; lanes are ordered by setting, then by seed."""
        n_seeds = len(replicates)
        batch_size = min(batch_size, len(replicates[0].split.x_train))
        program = self._program(batch_size, settings, n_seeds)
        weights, states = self._initial(task, replicates)
        repeated = [setting for setting in settings for _ in replicates]
        tiles = (len(settings), 1)
        seeds = np.tile(np.arange(n_seeds), len(settings))
        program.reset(repeated, np.tile(weights, tiles), np.tile(states, tiles), seeds)
        run = _Run(program, task, batch_size, repeated, replicates)
        return run.trainings(settings)


class _Run:
    """The epochs of one population, with Keras's rules between them."""

    def __init__(
        self,
        program: Program,
        task: Task,
        batch_size: int,
        lanes: Sequence[Setting],
        replicates: Sequence[Replicate],
    ) -> None:
        self._program, self._task, self._replicates = program, task, replicates
        self._n_rows = len(replicates[0].split.x_train)
        self._steps = len(batch_bounds(self._n_rows, batch_size))
        self._factors = _factors(lanes[:: len(replicates)], self._steps * task.epochs)
        self._plateaus = Plateaus([lane.decay for lane in lanes], np.array([lane.learning_rate for lane in lanes]))
        self._stopping = EarlyStopping(lanes)
        self._curves: list[tuple[FloatArray, ...]] = []
        self._data = _stack([_training_rows(replicate) for replicate in replicates])

    def _train_all_epochs(self) -> None:
        tested = self._replicates[0].x_test is not None
        for epoch in range(self._task.epochs):
            rates = self._learning_rates(epoch)
            train_loss, valid_loss, score = self._program.train_epoch(self._order(epoch), rates, self._data)
            self._plateaus.update(valid_loss)
            kept = self._stopping.update(valid_loss)
            if tested and kept.any():
                self._program.keep(kept)
            self._curves.append((train_loss, valid_loss, metric(self._task.task_type, score), rates[-1]))

    def _order(self, epoch: int) -> IntArray:
        return np.stack([epoch_order(replicate.batches_seed, epoch, self._n_rows) for replicate in self._replicates])

    def _learning_rates(self, epoch: int) -> FloatArray:
        """Return the rates of an epoch, ``(n_steps, n_lanes)``."""
        own = self._factors[:, epoch * self._steps : (epoch + 1) * self._steps]
        rates: FloatArray = np.repeat(own.T, len(self._replicates), axis=1) * self._plateaus.learning_rates
        return rates

    def trainings(self, settings: Sequence[Setting]) -> list[Training]:
        """Train for the whole budget and return the records, one a setting."""
        self._train_all_epochs()
        n_seeds = len(self._replicates)
        shape = (len(settings), n_seeds, self._task.epochs)
        curves = [np.stack(curve, axis=1).reshape(shape) for curve in zip(*self._curves, strict=True)]
        last, restored = (
            epochs.reshape(shape[:2]) for epochs in (self._stopping.last_epoch, self._stopping.restored_epoch)
        )
        test = self._test(shape[:2])
        seeds = tuple(replicate.seed for replicate in self._replicates)
        return [
            Training(
                setting,
                seeds,
                **{name: curve[i] for name, curve in zip(CURVES, curves, strict=True)},
                last_epoch=last[i],
                restored_epoch=restored[i],
                **{name: values[i] for name, values in test.items()},
            )
            for i, setting in enumerate(settings)
        ]

    def _test(self, shape: tuple[int, int]) -> dict[str, FloatArray]:
        """Return row losses ``(n_settings, n_seeds, n_test)`` and metrics ``(n_settings, n_seeds)``, or nothing."""
        if self._replicates[0].x_test is None:
            return {}
        rows = _stack([_test_rows(replicate) for replicate in self._replicates])
        losses, score = self._program.score_rows(rows["x"], rows["y"])
        metrics = metric(self._task.task_type, score).reshape(shape)
        return {"test_loss": losses.reshape(*shape, -1), "test_metric": metrics}


def _factors(settings: Sequence[Setting], n_steps: int) -> FloatArray:
    """Return what each setting's rate is multiplied by, ``(n_settings, n_steps)``."""
    steps = np.arange(n_steps, dtype=float)
    return np.stack(
        [schedule_named(setting.decay.kind).factors(setting.decay.values, steps) for setting in settings]
    ).astype(np.float32)


def _training_rows(replicate: Replicate) -> dict[str, FloatArray]:
    split = replicate.split
    return {"x_train": split.x_train, "y_train": split.y_train, "x_valid": split.x_valid, "y_valid": split.y_valid}


def _test_rows(replicate: Replicate) -> dict[str, FloatArray]:
    if replicate.x_test is None or replicate.y_test is None:
        raise ValueError(f"test rows of every replicate or of none were expected, got none for seed {replicate.seed}")
    return {"x": replicate.x_test, "y": replicate.y_test}


def _stack(by_seed: Sequence[dict[str, FloatArray]]) -> dict[str, tf.Tensor]:
    """Return one tensor a name, seeds first."""
    return {name: tf.constant(np.stack([rows[name] for rows in by_seed]), tf.float32) for name in by_seed[0]}
