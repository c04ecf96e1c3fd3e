"""Diabetes: 442 patients, 10 measurements in their own units, progression after a year (Efron et al. 2004)."""

from sklearn.datasets import load_diabetes

from undefault.datasets.sources.source import Table, bundled


def _make() -> Table:
    bunch = load_diabetes(as_frame=True, scaled=False)
    return Table(bunch.data, bunch.target)


DIABETES = bundled("diabetes", _make)
