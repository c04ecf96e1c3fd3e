"""Which cleaned columns a network can learn from, and which are left out."""

import re

import numpy as np
import pandas as pd

from undefault.datasets.dataset import Schema
from undefault.errors import DataError

_MAX_CATEGORIES = 100
_IDENTIFIER = re.compile(r"unnamed: \d+|index|row|id|.*_id", re.IGNORECASE)


def infer_schema(features: pd.DataFrame) -> tuple[Schema, tuple[str, ...]]:
    """Return the schema of cleaned columns and a note on each one left out; raise `DataError` where none is left.

    Left out are constant columns, identifiers (named so and with a number of its own in each row), and text with a
    category for more than half of the rows or with more than 100 categories.
    """
    faults = {str(name): _fault(features[name]) for name in features.columns}
    kept = [name for name, fault in faults.items() if fault is None]
    notes = tuple(f"column {name!r} was left out: {fault}" for name, fault in faults.items() if fault)
    if not kept:
        reasons = "; ".join(notes) or "the target is the only column"
        raise DataError(f"a dataset needs at least one feature column to learn from, got none: {reasons}; add columns")
    numeric = tuple(name for name in kept if features[name].dtype == np.float64)
    categorical = {name: tuple(sorted(features[name].unique())) for name in kept if name not in numeric}
    return Schema(numeric, categorical), notes


def _fault(column: pd.Series) -> str | None:
    """Return why a column is of no use, or ``None``."""
    n_distinct = column.nunique()
    if n_distinct < 2:
        return "it is constant"
    if column.dtype == np.float64:
        identifier = n_distinct == len(column) and _IDENTIFIER.fullmatch(str(column.name))
        return "it numbers the rows" if identifier else None
    if n_distinct > len(column) / 2:
        return f"text with {n_distinct} distinct values in {len(column)} rows names rows rather than groups"
    if n_distinct > _MAX_CATEGORIES:
        return f"it has {n_distinct} categories, more than {_MAX_CATEGORIES}"
    return None
