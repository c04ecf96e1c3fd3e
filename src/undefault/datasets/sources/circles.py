"""Circles: a circle inside another in the plane, with Gaussian noise on the inputs."""

import pandas as pd
from sklearn.datasets import make_circles

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 0.1) -> Table:
    x, y = make_circles(n_rows, noise=noise, factor=0.5, random_state=seed)
    return Table(pd.DataFrame(x, columns=["x0", "x1"]), pd.Series(y, name="circle", dtype="category"))


CIRCLES = generated("circles", _make)
