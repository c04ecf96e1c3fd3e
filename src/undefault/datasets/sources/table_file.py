"""The user's own table, a CSV, TSV or Parquet file; its suffix says which."""

import io
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from undefault.datasets.sources.source import Source, Table
from undefault.errors import DataError, nearest
from undefault.records import DatasetSpec

_SEPARATORS = (",", ";", "\t")


def _read(spec: DatasetSpec) -> Table:
    if spec.parameters:
        raise DataError(f"a table file takes no parameters, got {', '.join(spec.parameters)}; leave them out")
    path = _checked_path(spec)
    frame = _read_frame(path)
    _check_column_names(path, list(frame.columns))
    if spec.target is None:
        raise DataError(f"{path} needs dataset.target=COLUMN, one of {_listed(list(frame.columns))}; got none")
    if spec.target not in frame.columns:
        known = list(frame.columns)
        raise DataError(f"{path} has no column {spec.target!r}{nearest(spec.target, known)}; it has {_listed(known)}")
    return Table(frame.drop(columns=spec.target), frame[spec.target])


def _checked_path(spec: DatasetSpec) -> Path:
    if spec.path is None:
        raise DataError(f"dataset={spec.source} needs dataset.path=FILE, got none")
    path = Path(spec.path).expanduser()
    if path.is_dir():
        raise DataError(f"dataset.path must be a file, but {path} is a folder; name a file in it")
    if path.suffix.lower() not in _READERS:
        raise DataError(f"dataset.path must end in {', '.join(_READERS)}, got {path}; convert the file")
    return path


def _read_frame(path: Path) -> pd.DataFrame:
    """Return the file's table with text column names; raise `DataError` where there is no such table."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"dataset.path must be an existing file, but there is no {path}; check its spelling") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}; check the file and its permissions") from error
    if not content:
        raise DataError(f"{path} must hold a table, but it is empty")
    frame = _READERS[path.suffix.lower()](path, content)
    if frame.empty:
        raise DataError(f"{path} must hold rows and columns, got shape {frame.shape}; check how it was written")
    return frame.set_axis([str(name).strip() for name in frame.columns], axis="columns")


def _read_csv(path: Path, content: bytes) -> pd.DataFrame:
    """Return the table of a UTF-8 text, separated by whichever of comma, semicolon and tab its header has most of."""
    text = _decoded(path, content)
    header = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    try:
        names = pd.read_csv(io.StringIO(text), sep=separator, header=None, nrows=1, dtype=str).iloc[0]
        _check_column_names(path, [str(name) for name in names.dropna()])
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(io.StringIO(text), sep=separator, index_col=False, low_memory=False)
    except (ValueError, pd.errors.ParserWarning) as error:
        raise DataError(
            f"{path} must be a table with a header line, but {_one_line(error)}; correct the file"
        ) from error


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} must be UTF-8 text, but byte {error.start} is 0x{content[error.start]:02x}; save it as UTF-8"
        ) from error


def _read_parquet(path: Path, content: bytes) -> pd.DataFrame:
    """Return the table with a named index as columns."""
    try:
        frame = pd.read_parquet(io.BytesIO(content))
    except (ValueError, OSError) as error:
        raise DataError(f"{path} must be a Parquet file, but {_one_line(error)}; write it anew") from error
    return frame.reset_index() if any(name is not None for name in frame.index.names) else frame


def _check_column_names(path: Path, names: list[str]) -> None:
    repeated = [name for name, n in Counter(names).items() if n > 1]
    if repeated:
        raise DataError(f"{path} must have distinct column names, but {_listed(repeated)} comes twice; rename one")


def _one_line(error: Exception | Warning) -> str:
    return " ".join(str(error).split())


def _listed(names: list[str]) -> str:
    """Return the first names, and how many more there are."""
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(repr(name) for name in names[:10]) + more


_READERS: Mapping[str, Callable[[Path, bytes], pd.DataFrame]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
}

CSV = Source("csv", _read)
PARQUET = Source("parquet", _read)
