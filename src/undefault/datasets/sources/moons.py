"""Moons: two interleaved half circles in the plane, with Gaussian noise on the inputs."""

import pandas as pd
from sklearn.datasets import make_moons

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 0.2) -> Table:
    x, y = make_moons(n_rows, noise=noise, random_state=seed)
    return Table(pd.DataFrame(x, columns=["x0", "x1"]), pd.Series(y, name="moon", dtype="category"))


MOONS = generated("moons", _make)
