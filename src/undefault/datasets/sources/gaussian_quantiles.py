"""Gaussian quantiles: three classes in the plane, each a ring about the last, as many rows in each."""

import pandas as pd
from sklearn.datasets import make_gaussian_quantiles

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000) -> Table:
    x, y = make_gaussian_quantiles(n_samples=n_rows, n_features=2, n_classes=3, random_state=seed)
    return Table(pd.DataFrame(x, columns=["x0", "x1"]), pd.Series(y, name="ring", dtype="category"))


GAUSSIAN_QUANTILES = generated("gaussian_quantiles", _make)
