"""Hastie: whether ten standard normal inputs have a squared length above its median (Hastie et al. 2009)."""

import pandas as pd
from sklearn.datasets import make_hastie_10_2

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000) -> Table:
    x, y = make_hastie_10_2(n_rows, random_state=seed)
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y > 0, name="is_far").astype("category"))


HASTIE = generated("hastie", _make)
