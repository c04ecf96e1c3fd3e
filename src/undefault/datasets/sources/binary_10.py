"""Ten inputs, two classes: clusters on a hypercube's corners, five informative inputs and two mixtures (Guyon 2003)."""

import pandas as pd
from sklearn.datasets import make_classification

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, class_separation: float = 1.0) -> Table:
    x, y = make_classification(
        n_rows,
        n_features=10,
        n_informative=5,
        n_redundant=2,
        flip_y=0,
        class_sep=class_separation,
        random_state=seed,
    )
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y, name="class", dtype="category"))


BINARY_10 = generated("binary_10", _make)
