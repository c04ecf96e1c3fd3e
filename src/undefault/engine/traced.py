"""The way of networks of any kind: lanes trained by the real Keras model and optimizers, traced by TensorFlow."""

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
import tensorflow as tf

from undefault.engine.lane_network import LaneNetwork
from undefault.engine.lane_optimizer import OptimizerKind
from undefault.engine.population import Lanes, Population
from undefault.engine.program import Program
from undefault.engine.vectorizable import why_not_optimizer
from undefault.records import BoolArray, FloatArray, IntArray, Replicate, Setting, Task
from undefault.specs import SearchSpace

Vectors = tuple[FloatArray, FloatArray]  # weights (n_parameters,) and states (n_states,)


class TracedLanes(Lanes):
    """Trains any network that `why_not_network` lets through; ``initial`` gives the weights of a weights seed."""

    def __init__(self, task: Task, space: SearchSpace, initial: Callable[[int], Sequence[FloatArray]]) -> None:
        self._network, self._space, self._initial = LaneNetwork(task), space, initial
        self._programs: dict[tuple[int, tuple[tuple[OptimizerKind, int], ...]], Program] = {}

    def why_not(self, setting: Setting) -> str | None:
        """Return why a setting cannot be trained so, or ``None`` where it can."""
        return why_not_optimizer(self._keras_class(setting), setting.hyperparameters)

    def _keras_class(self, setting: Setting) -> str:
        return self._space.optimizer(setting.optimizer).keras_class

    def bytes_per_lane(self, batch_size: int) -> int:
        """Return about how much memory a lane takes: see `LaneNetwork.bytes_per_lane`."""
        return self._network.bytes_per_lane(batch_size)

    def populate(self, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> Population:
        """Return new lanes with their initial weights; settings are ordered by their kind of optimizer."""
        n_seeds = len(replicates)
        kinds = [OptimizerKind.of(self._keras_class(setting), setting) for setting in settings]
        program = self._program(batch_size, tuple((kind, n_seeds * len([*group])) for kind, group in groupby(kinds)))
        vectors = [self._network.flatten(self._initial(replicate.weights_seed)) for replicate in replicates]
        weights, states = (np.tile(np.stack(part), (len(settings), 1)) for part in zip(*vectors, strict=True))
        lanes = [setting for setting in settings for _ in replicates]
        program.reset(lanes, weights, states, np.tile(np.arange(n_seeds), len(settings)))
        return _TracedPopulation(program, replicates)

    def _program(self, batch_size: int, kinds: tuple[tuple[OptimizerKind, int], ...]) -> Program:
        if (batch_size, kinds) not in self._programs:
            self._programs[batch_size, kinds] = Program(self._network, kinds, batch_size)
        return self._programs[batch_size, kinds]


class _TracedPopulation(Population):
    """The lanes that a program was reset for, with the rows of their seeds as tensors."""

    def __init__(self, program: Program, replicates: Sequence[Replicate]) -> None:
        self._program, self._replicates = program, replicates
        self._data = _stack([_training_rows(replicate) for replicate in replicates])

    def train_epoch(self, order: IntArray, learning_rates: FloatArray) -> dict[str, FloatArray]:
        """Train one epoch and validate."""
        return self._program.train_epoch(order, learning_rates, self._data)

    def keep(self, name: str, lanes: BoolArray) -> None:
        """Keep the weights of now of these lanes."""
        self._program.keep(name, lanes)

    def score(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return the test rows' losses and mean scores of the kept weights."""
        rows = _stack([{"x": replicate.x_test, "y": replicate.y_test} for replicate in self._replicates])
        return self._program.score_rows(name, rows["x"], rows["y"])


def _training_rows(replicate: Replicate) -> dict[str, FloatArray | None]:
    split = replicate.split
    return {"x_train": split.x_train, "y_train": split.y_train, "x_valid": split.x_valid, "y_valid": split.y_valid}


def _stack(by_seed: Sequence[dict[str, FloatArray | None]]) -> dict[str, tf.Tensor]:
    """Return one tensor a name, seeds first."""
    return {name: tf.constant(np.stack([rows[name] for rows in by_seed]), tf.float32) for name in by_seed[0]}
