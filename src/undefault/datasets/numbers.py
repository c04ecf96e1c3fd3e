"""Cells as float64, whatever they were."""

import numpy as np
import pandas as pd


def to_numbers(column: pd.Series) -> pd.Series:
    """Return the column as float64; what is no number is NaN, and a whole number beyond float64 infinite.

    >>> to_numbers(pd.Series(["1.5", 2, "x", 10**400])).tolist()
    [1.5, 2.0, nan, inf]
    """
    cells = column.astype(object)
    try:
        return pd.to_numeric(cells, errors="coerce").astype(np.float64)
    except (OverflowError, ValueError):  # ValueError: a text of more digits than Python turns into a number
        return pd.to_numeric(cells.map(_bounded), errors="coerce").astype(np.float64)


def _bounded(cell: object) -> object:
    """Return a cell that pandas can convert."""
    if not isinstance(cell, int | str):
        return cell
    try:
        return float(cell)
    except OverflowError:
        return np.inf if isinstance(cell, str) or cell > 0 else -np.inf
    except ValueError:
        return None
