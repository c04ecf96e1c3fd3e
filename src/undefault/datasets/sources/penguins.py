"""Palmer penguins: 344 birds, 3 species, with categories and missing values (Horst, Hill and Gorman 2020)."""

from importlib.resources import files

import pandas as pd

from undefault.datasets.sources.source import Table, bundled


def _make() -> Table:
    with (files("palmerpenguins") / "data" / "penguins.csv").open(encoding="utf-8") as file:
        frame = pd.read_csv(file)
    return Table(frame.drop(columns="species"), frame["species"])


PENGUINS = bundled("penguins", _make)
