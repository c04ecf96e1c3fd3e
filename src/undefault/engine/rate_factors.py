"""What the decays of many settings make of their learning rates, epoch by epoch."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from undefault.records import Decay, FloatArray
from undefault.schedules import schedule_named


class RateFactors:
    """The factors of some decays, those of one kind worked out together; only the asked steps take memory."""

    def __init__(self, decays: Sequence[Decay]) -> None:
        self._n = len(decays)
        kinds = sorted({decay.kind for decay in decays})
        self._kinds = {kind: np.array([i for i, decay in enumerate(decays) if decay.kind == kind]) for kind in kinds}
        self._values = {kind: _columns([decays[i] for i in at]) for kind, at in self._kinds.items()}

    def at(self, first: int, last: int) -> FloatArray:
        """Return what each rate is multiplied by at the steps from ``first`` to before ``last``, ``(n_decays, n)``."""
        factors = np.empty((self._n, last - first), np.float32)
        steps = np.arange(first, last, dtype=float)
        for kind, rows in self._kinds.items():
            factors[rows] = schedule_named(kind).factors(self._values[kind], steps)
        return factors


def _columns(decays: Sequence[Decay]) -> dict[str, Any]:
    """Return the arguments of decays of one kind by name, each ``(n_decays, 1)``."""
    return {name: np.array([[decay.values[name]] for decay in decays], dtype=float) for name in decays[0].values}
