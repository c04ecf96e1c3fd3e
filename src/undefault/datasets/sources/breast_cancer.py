"""Breast cancer Wisconsin: 569 cell samples, 30 measurements, benign or malignant (UCI)."""

import pandas as pd
from sklearn.datasets import load_breast_cancer

from undefault.datasets.sources.source import Table, bundled


def _make() -> Table:
    bunch = load_breast_cancer(as_frame=True)
    return Table(bunch.data, pd.Series(bunch.target_names[bunch.target], name="diagnosis"))


BREAST_CANCER = bundled("breast_cancer", _make)
