"""Digits: 1,797 handwritten digits as 8 x 8 grey values from 0 to 16 (UCI)."""

from sklearn.datasets import load_digits

from undefault.datasets.sources.source import Table, bundled


def _make() -> Table:
    bunch = load_digits(as_frame=True)
    return Table(bunch.data, bunch.target.astype("category"))


DIGITS = bundled("digits", _make)
