"""Stratified random orders, every first part of which holds about the same share of each stratum, and cuts of them."""

import numpy as np
import pandas as pd

from undefault.records import FloatArray, IntArray, TaskType

_MAX_BINS = 10
_ROWS_PER_BIN = 8


def target_strata(target: FloatArray, task_type: TaskType) -> IntArray:
    """Return the stratum of each row ``(n_rows,)``: its class, or its quantile bin of the target for regression."""
    if task_type is not TaskType.REGRESSION:
        return target.astype(np.int64)
    n_bins = max(1, min(_MAX_BINS, len(target) // _ROWS_PER_BIN))
    edges = np.unique(np.quantile(target, np.arange(1, n_bins) / n_bins))
    return np.searchsorted(edges, target, side="right").astype(np.int64)


def stratified_order(strata: IntArray, rng: np.random.Generator, *, first: int) -> IntArray:
    """Return the row numbers ``(n_rows,)`` in a random order whose every prefix is stratified.

    ``first`` rows of each stratum come before all others, and one row of each stratum after them, so that both sides of
    a cut get rows of every stratum as long as they have room. Between them, row ``j`` of a stratum of ``m`` in random
    order stands at ``(j + 1/2) / m``: systematic sampling with equal shares.
    """
    shuffled = rng.permutation(len(strata))
    groups = pd.Series(strata[shuffled]).groupby(strata[shuffled])
    rank = groups.cumcount().to_numpy()
    size = groups.transform("size").to_numpy()
    block = np.where(rank < first, 0, np.where(rank == size - 1, 2, 1))
    order: IntArray = np.lexsort((np.arange(len(strata)), (rank + 0.5) / size, block))
    return shuffled[order]


def cut_with_variety(order: IntArray, n_first: int, target: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the first ``n_first`` row numbers of an order and the others, with two values of the target in the others.

    Where the others share one value, the first's last row of another value changes places with the others' last: on
    rows of one value the best constant loses nothing, and skill would not exist. Targets with few ties are cut as they
    come.
    """
    first, others = order[:n_first].copy(), order[n_first:].copy()
    differing = np.flatnonzero(target[first] != target[others[-1]])
    if len(differing) and (target[others] == target[others[-1]]).all():
        first[differing[-1]], others[-1] = others[-1], first[differing[-1]]
    return first, others
