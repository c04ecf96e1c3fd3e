"""Where lanes lie in the kernels' memory: blocks of a fixed number of lanes that share one seed."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from undefault.records import IntArray

Numbers = npt.NDArray[Any]
ALIGNMENT = 64  # bytes of the widest register and of a cache line


class Blocks:
    """The places of ``n_settings * n_seeds`` lanes, ordered by setting, then by seed.

    A block's lanes belong to one seed, so they see the same rows in the same order. Places without a lane train zeros.
    ``seeds`` ``(n_blocks,)`` is each block's seed.
    """

    def __init__(self, n_settings: int, n_seeds: int, width: int) -> None:
        per_seed = math.ceil(n_settings / width)
        setting, seed = np.divmod(np.arange(n_settings * n_seeds), n_seeds)
        self.seeds: IntArray = np.repeat(np.arange(n_seeds), per_seed)
        self._places = (seed * per_seed + setting // width) * width + setting % width
        self._width = width

    def __len__(self) -> int:
        return len(self.seeds)

    def spread(self, values: Numbers) -> Any:
        """Return ``(..., n_lanes)`` as ``(n_blocks, ..., width)``."""
        blocks = self.empty(*values.shape[:-1], dtype=values.dtype)
        self.spread_into(blocks, values)
        return blocks

    def spread_into(self, blocks: Numbers, values: Numbers) -> None:
        """Set ``(n_blocks, ..., width)`` to ``(..., n_lanes)``."""
        flat = np.zeros((*values.shape[:-1], len(self) * self._width), dtype=values.dtype)
        flat[..., self._places] = values
        blocks[...] = np.moveaxis(flat.reshape(*values.shape[:-1], len(self), self._width), -2, 0)

    def collect(self, blocks: Numbers) -> Any:
        """Return ``(n_blocks, ..., width)`` as ``(n_lanes, ...)``."""
        lanes_first = np.moveaxis(blocks, -1, 1)
        return lanes_first.reshape(-1, *lanes_first.shape[2:])[self._places]

    def empty(self, *shape: int, dtype: npt.DTypeLike = np.float32) -> Any:
        """Return room for ``(n_blocks, *shape, width)``, aligned to whole registers."""
        full = (len(self), *shape, self._width)
        n_bytes = math.prod(full) * np.dtype(dtype).itemsize
        room = np.empty(n_bytes + ALIGNMENT, dtype=np.uint8)
        start = -room.ctypes.data % ALIGNMENT
        return room[start : start + n_bytes].view(dtype).reshape(full)
