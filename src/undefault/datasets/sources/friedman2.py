"""Friedman 2: the impedance of a circuit from four measurements of very different units (Friedman 1991)."""

import pandas as pd
from sklearn.datasets import make_friedman2

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 50.0) -> Table:
    x, y = make_friedman2(n_rows, noise=noise, random_state=seed)
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y, name="y"))


FRIEDMAN2 = generated("friedman2", _make)
