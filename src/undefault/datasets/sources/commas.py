"""Commas inside numbers: decimal commas, as much of the world writes, and commas between thousands."""

import pandas as pd

from undefault.errors import DataError

_MOSTLY = 0.9
_DECIMAL = r"\s*[+-]?\d+,\d+(?:[eE][+-]?\d+)?\s*"
_THOUSANDS = r"\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\s*"
_NUMBER = r"\s*[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*"
_THREE_DIGITS = r"\s*[+-]?[1-9]\d{0,2},\d{3}\s*"  # which may be either


def read_commas(column: pd.Series) -> tuple[pd.Series, str | None]:
    """Return a text column with its commas read, and a note; any other column as it is.

    Commas are read where nine tenths of the cells are numbers with or without one. Raises `DataError` where every comma
    is followed by three digits, for 1,234 may be either.

    >>> read_commas(pd.Series(["1,5", "2"], name="x"))[0].tolist()
    ['1.5', '2']
    """
    text = column.dropna()
    if not pd.api.types.is_string_dtype(text) or not text.str.contains(",", regex=False).any():
        return column, None
    decimal, thousands = text.str.fullmatch(_DECIMAL), text.str.fullmatch(_THOUSANDS)
    plain, either = text.str.fullmatch(_NUMBER), text.str.fullmatch(_THREE_DIGITS)
    is_decimal = (decimal | plain).mean() >= _MOSTLY and not (decimal & thousands & ~either).any()
    if (decimal & ~either).any() and is_decimal:
        replaced = column.where(~decimal.reindex(column.index, fill_value=False), column.str.replace(",", "."))
        return replaced, f"column {column.name!r}: decimal commas were read as points"
    if (thousands | plain).mean() < _MOSTLY or not thousands.any():
        return column, None
    if (thousands & ~either).any():
        replaced = column.where(~thousands.reindex(column.index, fill_value=False), column.str.replace(",", ""))
        return replaced, f"column {column.name!r}: commas between thousands were left out"
    raise DataError(
        f"column {column.name!r} must say what its commas mean, for {text[either].iloc[0]!r} is a number "
        "of thousands or of decimals; write a point for decimals and nothing between thousands"
    )
