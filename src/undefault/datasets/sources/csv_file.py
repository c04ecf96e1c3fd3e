"""A CSV or TSV file as a table: its separator found, its commas and leading zeros understood."""

import io
import re
import warnings
from pathlib import Path

import pandas as pd

from undefault.datasets.sources.commas import read_commas
from undefault.errors import DataError

_SEPARATORS = (",", ";", "\t")
_LEADING_ZERO = r"\s*0\d+\s*"
_MAY_LEAD = re.compile(r"(?:^|[,;\t\"\s])0\d", re.MULTILINE)


def read_csv(path: Path, content: bytes) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table of a UTF-8 text and notes on what was converted; raise `DataError` where there is none.

    Its separator is whichever of comma, semicolon and tab its header has most of.
    """
    text = _decoded(path, content)
    separator = _separator(text)
    try:
        names = pd.read_csv(io.StringIO(text), sep=separator, header=None, nrows=1, dtype=str).iloc[0]
        _check_header(path, [str(name) for name in names.dropna()])
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(io.StringIO(text), sep=separator, index_col=False, low_memory=False)
        codes = _codes(text, separator, frame)
    except (ValueError, OverflowError, pd.errors.ParserWarning) as error:
        shown = " ".join(str(error).split())
        raise DataError(f"{path} must be a table with a header line, but {shown}; correct the file") from error
    return _converted(frame, codes)


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} must be UTF-8 text, but byte {error.start} is 0x{content[error.start]:02x}; save it as UTF-8"
        ) from error


def _separator(text: str) -> str:
    """Return the separator that the header has most of, outside of quotes."""
    header = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(_SEPARATORS, key=header.count)


def _check_header(path: Path, names: list[str]) -> None:
    """Raise `DataError` where a name comes twice, which pandas would rename."""
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise DataError(f"{path} must have distinct column names, but {repeated!r} comes twice; rename one")


def _codes(text: str, separator: str, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of whole numbers as text that have a cell with leading zeros: codes, such as of places."""
    whole = [name for name in frame.columns if pd.api.types.is_integer_dtype(frame[name])]
    if not whole or not _MAY_LEAD.search(text):
        return {}
    cells = pd.read_csv(io.StringIO(text), sep=separator, index_col=False, dtype=str, usecols=whole)
    return {name: cells[name] for name in whole if cells[name].str.fullmatch(_LEADING_ZERO).any()}


def _converted(frame: pd.DataFrame, codes: dict[str, pd.Series]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    notes = [f"column {name!r}: leading zeros make its numbers codes, which are categories" for name in codes]
    columns = {}
    for name in frame.columns:
        column, note = (codes[name].astype("category"), None) if name in codes else read_commas(frame[name])
        columns[name] = column if note is None else _numbers_where_all_are(column)
        notes += [note] if note else []
    return pd.DataFrame(columns, index=frame.index), tuple(notes)


def _numbers_where_all_are(column: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers if numbers.notna().equals(column.notna()) else column
