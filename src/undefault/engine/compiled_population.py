"""Lanes in the kernels' memory, and the calls that train them on all cores."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from undefault.engine._kernels import ffi, lib
from undefault.engine.all_cores import on_all_cores
from undefault.engine.blocks import Blocks
from undefault.engine.dense_stack import DenseStack
from undefault.engine.kernel_data import KernelLessons, KernelNetwork, KernelRows, pointer
from undefault.engine.population import Population
from undefault.records import STATISTICS, BoolArray, FloatArray, IntArray, Replicate

RESULTS = ("train_loss", "valid_loss", "valid_score", *STATISTICS)  # in the order of kernels/interface.h


class CompiledPopulation(Population):
    """Lanes of a dense stack.

    ``columns`` ``(..., n_settings)`` are what `columns_of` gives; ``weights`` ``(n_seeds, n_parameters)`` are each
    seed's before training.
    """

    def __init__(
        self,
        stack: DenseStack,
        replicates: Sequence[Replicate],
        batch_size: int,
        *,
        columns: Mapping[str, Any],
        weights: FloatArray,
    ) -> None:
        self._stack, self._network, self._replicates = stack, KernelNetwork(stack), replicates
        self._lessons = KernelLessons(replicates, batch_size, stack)
        n_settings, n_seeds = len(columns["rules"]), len(replicates)
        self._places = Blocks(n_settings, n_seeds, lib.N_LANES)
        lanes = {name: self._places.spread(np.repeat(column, n_seeds, axis=-1)) for name, column in columns.items()}
        room = self._room(lanes.pop("start"), np.tile(weights.T, n_settings))
        self._arrays = {**lanes, **room}
        self._blocks = self._point_at(self._arrays, n_steps=0)
        self._kept: dict[str, FloatArray] = {}

    def _room(self, start: FloatArray, weights: FloatArray) -> dict[str, FloatArray]:
        """Return what changes in training; the first slot begins with ``start`` ``(n_blocks, N_LANES)``."""
        empty = self._places.empty
        room = {
            "weights": self._places.spread(weights),
            "slots": empty(lib.N_SLOTS, len(weights)),
            "product": empty(),
            "learning_rates": empty(self._lessons.n_steps),
            "results": empty(lib.N_RESULTS),
        }
        room["slots"][:, 0], room["slots"][:, 1:], room["product"][...] = start[:, None], 0, 1
        return room

    def _point_at(self, arrays: Mapping[str, FloatArray], *, n_steps: int) -> Any:
        """Return the blocks' structs, which have trained for ``n_steps``."""
        blocks = ffi.new("Block[]", len(self._places))
        for index, seed in enumerate(self._places.seeds):
            blocks[index].seed, blocks[index].n_steps = seed, n_steps
            for name, array in arrays.items():
                setattr(blocks[index], name, pointer(array[index]))
        return blocks

    def train_epoch(self, order: IntArray, learning_rates: FloatArray) -> dict[str, FloatArray]:
        """Train one epoch on all cores and validate."""
        self._lessons.order[...] = order
        self._places.spread_into(self._arrays["learning_rates"], learning_rates)
        on_all_cores(self._train, len(self._places))
        for index in range(len(self._places)):
            self._blocks[index].n_steps += self._lessons.n_steps
        return dict(zip(RESULTS, self._places.collect(self._arrays["results"]).T, strict=True))

    def _train(self, first: int, last: int) -> None:
        _check(lib.train_epoch(self._network.struct, self._lessons.structs, self._blocks + first, last - first))

    def keep(self, name: str, lanes: BoolArray) -> None:
        """Keep the weights of now of these lanes."""
        weights, mask = self._arrays["weights"], self._places.spread(lanes)
        if name not in self._kept:
            self._kept[name] = self._places.empty(weights.shape[1])
        for index in np.flatnonzero(mask.any(axis=1)):
            np.copyto(self._kept[name][index], weights[index], where=mask[index])

    def narrow(self, settings: BoolArray) -> bool:
        """Move the lanes of these settings together, where they then fill fewer blocks."""
        n_seeds = len(self._replicates)
        places = Blocks(int(settings.sum()), n_seeds, lib.N_LANES)
        if len(places) == len(self._places):
            return False
        lanes, n_steps = np.repeat(settings, n_seeds), self._blocks[0].n_steps
        for arrays in (self._arrays, self._kept):
            for name in list(arrays):  # one after the other, so that little is there twice
                arrays[name] = places.spread(np.moveaxis(self._places.collect(arrays[name])[lanes], 0, -1))
        self._places = places
        self._blocks = self._point_at(self._arrays, n_steps=n_steps)
        return True

    def score(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return the test rows' losses and mean scores of the kept weights."""
        tested = [(_known(replicate.x_test), _known(replicate.y_test)) for replicate in self._replicates]
        rows = KernelRows(tested, self._stack)
        losses, score = self._places.empty(rows.n), self._places.empty()

        def score_blocks(first: int, last: int) -> None:
            for i in range(first, last):
                found = (pointer(array[i]) for array in (self._kept[name], losses, score))
                _check(lib.score_rows(self._network.struct, rows.structs + self._places.seeds[i], *found))

        on_all_cores(score_blocks, len(self._places))
        return self._places.collect(losses), self._places.collect(score)


def _known(rows: FloatArray | None) -> FloatArray:
    if rows is None:
        raise ValueError("test rows of every replicate were expected, got none for one")
    return rows


def _check(status: int) -> None:
    if status != 0:
        raise MemoryError("the kernels found no memory for a batch; lower engine.memory_mb or task.batch_size")
