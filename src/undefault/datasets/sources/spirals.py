"""Spirals: two intertwined spirals in the plane, with Gaussian noise on the inputs (after Lang and Witbrock 1988)."""

import numpy as np
import pandas as pd

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 0.05, turns: float = 1.5) -> Table:
    rng = np.random.default_rng(seed)
    arm = np.arange(n_rows) % 2
    radius = np.sqrt(rng.uniform(0.01, 1.0, n_rows))
    angle = 2 * np.pi * turns * radius + np.pi * arm
    x = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]) + noise * rng.standard_normal((n_rows, 2))
    return Table(pd.DataFrame(x, columns=["x0", "x1"]), pd.Series(arm, name="arm", dtype="category"))


SPIRALS = generated("spirals", _make)
