"""Wine: 178 wines, 13 chemical measurements, 3 growers (UCI)."""

import pandas as pd
from sklearn.datasets import load_wine

from undefault.datasets.sources.source import Table, bundled


def _make() -> Table:
    bunch = load_wine(as_frame=True)
    return Table(bunch.data, pd.Series(bunch.target_names[bunch.target], name="grower"))


WINE = bundled("wine", _make)
