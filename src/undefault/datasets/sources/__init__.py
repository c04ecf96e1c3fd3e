"""Where rows come from, one file a source.

A new dataset is one file that defines a `Source`, and its line here.
"""

from collections.abc import Mapping

from undefault.datasets.sources.binary_10 import BINARY_10
from undefault.datasets.sources.blobs import BLOBS
from undefault.datasets.sources.breast_cancer import BREAST_CANCER
from undefault.datasets.sources.circles import CIRCLES
from undefault.datasets.sources.diabetes import DIABETES
from undefault.datasets.sources.digits import DIGITS
from undefault.datasets.sources.friedman1 import FRIEDMAN1
from undefault.datasets.sources.friedman2 import FRIEDMAN2
from undefault.datasets.sources.friedman3 import FRIEDMAN3
from undefault.datasets.sources.gaussian_quantiles import GAUSSIAN_QUANTILES
from undefault.datasets.sources.hastie import HASTIE
from undefault.datasets.sources.iris import IRIS
from undefault.datasets.sources.moons import MOONS
from undefault.datasets.sources.penguins import PENGUINS
from undefault.datasets.sources.source import Source, Table
from undefault.datasets.sources.spirals import SPIRALS
from undefault.datasets.sources.swiss_roll import SWISS_ROLL
from undefault.datasets.sources.table_file import CSV, PARQUET
from undefault.datasets.sources.ten_class import TEN_CLASS
from undefault.datasets.sources.wine import WINE
from undefault.datasets.sources.xor import XOR

__all__ = ["SOURCES", "Source", "Table"]

_BUNDLED = (IRIS, WINE, BREAST_CANCER, DIGITS, DIABETES, PENGUINS)
_CLASSES = (MOONS, CIRCLES, SPIRALS, XOR, GAUSSIAN_QUANTILES, BLOBS, BINARY_10, HASTIE, TEN_CLASS)
_REGRESSIONS = (FRIEDMAN1, FRIEDMAN2, FRIEDMAN3, SWISS_ROLL)

SOURCES: Mapping[str, Source] = {source.name: source for source in (*_BUNDLED, *_CLASSES, *_REGRESSIONS, CSV, PARQUET)}
