"""Which trials of an optimizer go on, by validation loss alone."""

from collections.abc import Sequence

import numpy as np


def best(losses: Sequence[float], count: int) -> list[int]:
    """Return the indices of the ``count`` lowest losses, lowest first; the earlier index wins a tie, NaN comes last."""
    order = np.argsort(np.nan_to_num(np.asarray(losses, dtype=float), nan=np.inf, posinf=np.inf), kind="stable")
    return [int(index) for index in order[:count]]
