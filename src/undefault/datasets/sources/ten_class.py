"""Ten classes: clusters on a hypercube's corners in 20 inputs, ten of them informative (Guyon 2003)."""

import pandas as pd
from sklearn.datasets import make_classification

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, class_separation: float = 1.5) -> Table:
    x, y = make_classification(
        n_rows,
        n_features=20,
        n_informative=10,
        n_classes=10,
        n_clusters_per_class=1,
        flip_y=0,
        class_sep=class_separation,
        random_state=seed,
    )
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y, name="class", dtype="category"))


TEN_CLASS = generated("ten_class", _make)
