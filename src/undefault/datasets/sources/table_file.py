"""The user's own table, a CSV, TSV or Parquet file; its suffix says which."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from undefault.datasets.sources.csv_file import read_csv
from undefault.datasets.sources.parquet_file import read_parquet
from undefault.datasets.sources.source import Source, Table
from undefault.errors import DataError, nearest
from undefault.records import DatasetSpec

_MOST_MEGABYTES = 500  # pandas takes several times as much to read it
_Reader = Callable[[Path, bytes], tuple[pd.DataFrame, tuple[str, ...]]]


def _read(spec: DatasetSpec) -> Table:
    if spec.parameters:
        raise DataError(f"a table file takes no parameters, got {', '.join(spec.parameters)}; leave them out")
    path = _checked_path(spec)
    frame, notes = _read_frame(path)
    _check_column_names(path, list(frame.columns))
    if spec.target is None:
        raise DataError(f"{path} needs dataset.target=COLUMN, one of {_listed(list(frame.columns))}; got none")
    if spec.target not in frame.columns:
        known = list(frame.columns)
        raise DataError(f"{path} has no column {spec.target!r}{nearest(spec.target, known)}; it has {_listed(known)}")
    return Table(frame.drop(columns=spec.target), frame[spec.target], notes)


def _checked_path(spec: DatasetSpec) -> Path:
    if spec.path is None:
        raise DataError(f"dataset={spec.source} needs dataset.path=FILE, got none")
    path = _path(spec.path)
    if os.path.isdir(path):  # noqa: PTH112 - false, where Path raises, for what is no path
        raise DataError(f"dataset.path must be a file, but {path} is a folder; name a file in it")
    if path.suffix.lower() not in _READERS:
        raise DataError(f"dataset.path must end in {', '.join(_READERS)}, got {path}; convert the file")
    return path


def _path(given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise DataError(f"dataset.path must lie in a known home folder, got {given}; write it out") from error


def _read_frame(path: Path) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the file's table with text column names, and notes; raise `DataError` where there is no such table."""
    content = _content(path)
    if not content:
        raise DataError(f"{path} must hold a table, but it is empty")
    frame, notes = _READERS[path.suffix.lower()](path, content)
    if frame.empty:
        raise DataError(f"{path} must hold rows and columns, got shape {frame.shape}; check how it was written")
    return frame.set_axis([str(name).strip() for name in frame.columns], axis="columns"), notes


def _content(path: Path) -> bytes:
    """Return what a file holds; pipes and devices are refused, for reading them may never end."""
    try:
        megabytes = path.stat().st_size / 1e6
        if not path.is_file():
            raise DataError(f"dataset.path must be a regular file, but {path} is a pipe or device; copy it to a file")
        if megabytes > _MOST_MEGABYTES:
            raise DataError(
                f"dataset.path must hold at most {_MOST_MEGABYTES} MB, got {megabytes:,.0f} MB in {path}; take a "
                "sample of its rows"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"dataset.path must be an existing file, but there is no {path}; check its spelling") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        why = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path} cannot be read: {why}; check the file and its permissions") from error


def _check_column_names(path: Path, names: list[str]) -> None:
    repeated = [name for name, n in Counter(names).items() if n > 1]
    if repeated:
        raise DataError(f"{path} must have distinct column names, but {_listed(repeated)} comes twice; rename one")


def _listed(names: list[str]) -> str:
    """Return the first names, and how many more there are."""
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(repr(name) for name in names[:10]) + more


_READERS: Mapping[str, _Reader] = {".csv": read_csv, ".tsv": read_csv, ".parquet": read_parquet}

CSV = Source("csv", _read)
PARQUET = Source("parquet", _read)
