"""Exclusive or: which of two inputs in [-1, 1] is positive, but not both, with Gaussian noise on the inputs."""

import numpy as np
import pandas as pd

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 0.1) -> Table:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, (n_rows, 2))
    y = (x[:, 0] > 0) ^ (x[:, 1] > 0)
    noisy = x + noise * rng.standard_normal(x.shape)
    return Table(pd.DataFrame(noisy, columns=["x0", "x1"]), pd.Series(y.astype(int), name="xor", dtype="category"))


XOR = generated("xor", _make)
