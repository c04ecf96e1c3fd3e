"""The way of networks of any kind: lanes trained by the real Keras model and optimizers, traced by TensorFlow."""

import gc
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import groupby

import numpy as np
import tensorflow as tf

from undefault.engine.lane_network import LaneNetwork
from undefault.engine.optimizers import OptimizerKind
from undefault.engine.population import Lanes, Population
from undefault.engine.program import Program
from undefault.engine.vectorizable import why_not_optimizer
from undefault.records import BoolArray, FloatArray, IntArray, Replicate, Setting, Task
from undefault.specs import SearchSpace

Kinds = tuple[tuple[OptimizerKind, int], ...]


class TracedLanes(Lanes):
    """Trains any network that `why_not_network` lets through; what its layers put out takes half of ``memory`` bytes.

    Programs are kept as far as they fit, for each is traced at its first use.
    """

    def __init__(self, task: Task, space: SearchSpace, *, memory: int) -> None:
        self._task, self._space, self._memory = task, space, memory
        self._draw = cache(self._draw_lane)
        self._programs: dict[tuple[int, Kinds], Program] = {}

    @cached_property
    def _network(self) -> LaneNetwork:
        return LaneNetwork(self._task, memory=self._memory // 2)

    def _draw_lane(self, seed: int) -> tuple[FloatArray, FloatArray]:
        return self._network.draw(seed)

    def why_not(self, setting: Setting) -> str | None:
        """Return why a setting cannot be trained so, or ``None`` where it can."""
        return why_not_optimizer(self._keras_class(setting), setting.hyperparameters)

    def _keras_class(self, setting: Setting) -> str:
        return self._space.optimizer(setting.optimizer).keras_class

    def most_lanes(self, batch_size: int, replicate: Replicate) -> int:
        """Return how many lanes fit into the memory."""
        n_rows = batch_size + len(replicate.split.x_valid)
        return self._memory // 2 // self._network.bytes_per_lane(n_rows)

    def populate(self, batch_size: int, settings: Sequence[Setting], replicates: Sequence[Replicate]) -> Population:
        """Return new lanes with their initial weights; settings are ordered by their kind of optimizer."""
        n_seeds = len(replicates)
        kinds = groupby(OptimizerKind.of(self._keras_class(setting), setting) for setting in settings)
        counted = tuple((kind, n_seeds * len([*group])) for kind, group in kinds)
        program = self._program(batch_size, counted, most=self.most_lanes(batch_size, replicates[0]))
        drawn = [self._draw(replicate.weights_seed) for replicate in replicates]
        weights, states = (np.tile(np.stack(part), (len(settings), 1)) for part in zip(*drawn, strict=True))
        lanes = [setting for setting in settings for _ in replicates]
        program.reset(lanes, weights, states, np.tile(np.arange(n_seeds), len(settings)))
        return _TracedPopulation(program, replicates)

    def _program(self, batch_size: int, kinds: Kinds, *, most: int) -> Program:
        """Return the program of these lanes; the oldest ones go where all together would have more than ``most``."""
        key, kept = (batch_size, kinds), self._programs
        if key in kept:
            return kept[key]
        while kept and sum(n for _, n in kinds) + sum(program.n_lanes for program in kept.values()) > most:
            del kept[next(iter(kept))]
            gc.collect()  # a traced function and its variables hold each other
        kept[key] = Program(self._network, kinds, batch_size)
        return kept[key]


class _TracedPopulation(Population):
    """The lanes that a program was reset for, with the rows of their seeds as tensors, seeds first."""

    def __init__(self, program: Program, replicates: Sequence[Replicate]) -> None:
        self._program = program
        splits = [replicate.split for replicate in replicates]
        parts = ("x_train", "y_train", "x_valid", "y_valid")
        self._learned = {part: _stack([getattr(split, part) for split in splits]) for part in parts}
        self._tested = [(replicate.x_test, replicate.y_test) for replicate in replicates]

    def train_epoch(self, order: IntArray, learning_rates: FloatArray) -> dict[str, FloatArray]:
        """Train one epoch and validate."""
        return self._program.train_epoch(order, learning_rates, self._learned)

    def keep(self, name: str, lanes: BoolArray) -> None:
        """Keep the weights of now of these lanes."""
        self._program.keep(name, lanes)

    def narrow(self, settings: BoolArray) -> bool:  # noqa: ARG002
        """Keep all lanes: a program of fewer ones would be traced anew, which takes longer than it saves."""
        return False

    def score(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return the test rows' losses and mean scores of the kept weights."""
        x, y = (_stack(part) for part in zip(*self._tested, strict=True))
        return self._program.score_rows(name, x, y)


def _stack(by_seed: Sequence[FloatArray | None]) -> tf.Tensor:
    return tf.constant(np.stack([rows for rows in by_seed if rows is not None]), tf.float32)
