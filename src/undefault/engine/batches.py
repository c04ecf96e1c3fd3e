"""The order in which a training sees its rows."""

import numpy as np

from undefault.records import IntArray
from undefault.seeds import generator


def epoch_order(batches_seed: int, epoch: int, n_rows: int) -> IntArray:
    """Return the rows ``(n_rows,)`` of an epoch (0-based) in the order of training, a new permutation each epoch."""
    return generator("batches", batches_seed, epoch).permutation(n_rows).astype(np.int32)


def batch_bounds(n_rows: int, batch_size: int) -> list[tuple[int, int]]:
    """Return ``(start, stop)`` of each batch; the last may be smaller, as in ``model.fit``."""
    return [(start, min(start + batch_size, n_rows)) for start in range(0, n_rows, batch_size)]
