"""Friedman 1: ten uniform inputs of which five matter, with Gaussian noise on the target (Friedman 1991)."""

import pandas as pd
from sklearn.datasets import make_friedman1

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 1.0) -> Table:
    x, y = make_friedman1(n_rows, noise=noise, random_state=seed)
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y, name="y"))


FRIEDMAN1 = generated("friedman1", _make)
