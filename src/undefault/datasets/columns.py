"""Feature columns as they come, turned into two kinds: numbers (float64) and categories (text)."""

import reprlib
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from undefault.datasets.numbers import to_numbers
from undefault.errors import DataError

MISSING = "missing"
_MOSTLY_NUMBERS = 0.9
_LARGEST = float(np.finfo(np.float32).max)
_Cleaned = tuple[pd.Series, str | None]


def clean_columns(features: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the columns as float64 numbers (missing: NaN) or text (missing: ``"missing"``), and notes on changes.

    Booleans become 0 and 1, dates days since 1970. Text of which at least nine tenths are numbers becomes numbers. A
    cell's new value depends on nothing but the cell and its column's type. Raises `DataError` on columns without
    values, infinite values and values of other types, such as lists.
    """
    cleaned = [_clean(features[name]) for name in features.columns]
    columns = {str(column.name): column for column, _ in cleaned}
    return pd.DataFrame(columns, index=features.index), tuple(note for _, note in cleaned if note)


def _clean(column: pd.Series) -> _Cleaned:
    kind = pd.api.types.infer_dtype(column, skipna=True)
    n_missing = int(column.isna().sum())
    if n_missing == len(column):
        raise DataError(f"column {column.name!r} has no values in {len(column)} rows; remove it or fill it in")
    if kind not in _CLEANERS:
        raise DataError(
            f"column {column.name!r} must hold numbers, text, booleans or dates, got {kind} values such as "
            f"{reprlib.repr(column.dropna().iloc[0])}; flatten, convert or remove it"
        )
    values, note = _CLEANERS[kind](column)
    filled = f"column {column.name!r}: {n_missing} missing values {_filling(values)}" if n_missing else None
    return values, "; ".join(filter(None, (filled, note))) or None


def _filling(values: pd.Series) -> str:
    if values.dtype == np.float64:
        return "are filled with the median of each seed's training rows"
    return f"are a category of their own, {MISSING!r}"


def _numbers(column: pd.Series) -> _Cleaned:
    numbers = to_numbers(column)
    n_infinite = int((numbers.abs() > _LARGEST).sum())
    if n_infinite:
        raise DataError(
            f"column {column.name!r} must be finite in float32, but {n_infinite} of {len(column)} values are infinite "
            "or too large; correct them, or leave the cells empty to have them filled in"
        )
    return numbers, None


def _days(column: pd.Series) -> _Cleaned:
    try:
        dates = pd.to_datetime(column, utc=True).dt.as_unit("us")  # which reach from 290,000 years ago to as far ahead
    except (ValueError, OverflowError) as error:
        raise DataError(f"column {column.name!r} must hold dates that can be, but {error}; correct them") from error
    days = (dates - pd.Timestamp(0, tz="UTC").as_unit("us")) / pd.Timedelta(days=1)
    return days.astype(np.float64), f"column {column.name!r}: dates became days since 1970"


def _categories(column: pd.Series) -> _Cleaned:
    text = column.astype(object).map(str, na_action="ignore")
    return text.fillna(MISSING), None


def _text(column: pd.Series) -> _Cleaned:
    present = column.dropna()
    bad = present[to_numbers(present).isna()]
    if len(bad) > (1 - _MOSTLY_NUMBERS) * len(present):
        return _categories(column)
    numbers, _ = _numbers(column)
    if not len(bad):
        return numbers, f"column {column.name!r}: numbers stored as text were read as numbers"
    example = reprlib.repr(bad.iloc[0])
    return numbers, f"column {column.name!r}: {len(bad)} cells that are not numbers, e.g. {example}, count as missing"


_CLEANERS: Mapping[str, Callable[[pd.Series], _Cleaned]] = {
    "boolean": _numbers,
    "integer": _numbers,
    "floating": _numbers,
    "mixed-integer-float": _numbers,
    "decimal": _numbers,
    "date": _days,
    "datetime": _days,
    "datetime64": _days,
    "string": _text,
    "mixed-integer": _categories,
    "categorical": _categories,
}
