"""Rows to learn from: read or generated, checked, held back, split by seed and prepared.

`load_dataset` gives the rows that searching may see and, in a record of their own, those it may not; `draw_split` gives
one seed's prepared training and validation rows. A new dataset is one file in `sources`, and its line there.
"""

from undefault.datasets.dataset import Dataset, HeldBack, Rows, Schema
from undefault.datasets.digest import digest
from undefault.datasets.label_noise import add_label_noise
from undefault.datasets.load import load_dataset
from undefault.datasets.preprocessor import Preprocessor
from undefault.datasets.sources import SOURCES, Source, Table
from undefault.datasets.split import draw_split

__all__ = [
    "SOURCES",
    "Dataset",
    "HeldBack",
    "Preprocessor",
    "Rows",
    "Schema",
    "Source",
    "Table",
    "add_label_noise",
    "digest",
    "draw_split",
    "load_dataset",
]
