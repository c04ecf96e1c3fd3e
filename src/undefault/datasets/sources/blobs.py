"""Blobs: four classes in the plane, each a round cloud, that overlap a little."""

import pandas as pd
from sklearn.datasets import make_blobs

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, spread: float = 1.0) -> Table:
    x, y = make_blobs(n_rows, centers=4, cluster_std=spread, random_state=seed)
    return Table(pd.DataFrame(x, columns=["x0", "x1"]), pd.Series(y, name="blob", dtype="category"))


BLOBS = generated("blobs", _make)
