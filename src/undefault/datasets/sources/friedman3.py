"""Friedman 3: the phase of a circuit from four measurements, steep where it is small (Friedman 1991)."""

import pandas as pd
from sklearn.datasets import make_friedman3

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 0.1) -> Table:
    x, y = make_friedman3(n_rows, noise=noise, random_state=seed)
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y, name="y"))


FRIEDMAN3 = generated("friedman3", _make)
