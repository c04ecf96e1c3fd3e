"""Iris: 150 flowers, 4 lengths in cm, 3 species (Fisher 1936)."""

import pandas as pd
from sklearn.datasets import load_iris

from undefault.datasets.sources.source import Table, bundled


def _make() -> Table:
    bunch = load_iris(as_frame=True)
    return Table(bunch.data, pd.Series(bunch.target_names[bunch.target], name="species"))


IRIS = bundled("iris", _make)
