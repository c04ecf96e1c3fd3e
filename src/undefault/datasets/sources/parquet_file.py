"""A Parquet file as a table, its size known before a value is read: it packs a million equal rows into nothing."""

import io
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from undefault.errors import DataError

_MOST_CELLS = 100_000_000
_INDEX = re.compile(r"__index_level_\d+__")  # how pandas stores row labels without a name


def read_parquet(path: Path, content: bytes) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table, a named index of pandas among its columns; raise `DataError` where there is none.

    What else pandas noted in the file is not looked at: it can be wrong, and nothing in it is needed.
    """
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        _check_size(path, file.metadata.num_rows, file.metadata.num_columns)
        table = file.read()
        names = [name for name in table.column_names if not _INDEX.fullmatch(name)]
        _check_names(path, names)
        return table.select(names).replace_schema_metadata(None).to_pandas(), ()
    except (ValueError, OSError, TypeError, KeyError, MemoryError, pa.ArrowException) as error:
        shown = " ".join(str(error).split()) or type(error).__name__
        raise DataError(f"{path} must be a Parquet file, but {shown}; write it anew") from error


def _check_size(path: Path, n_rows: int, n_columns: int) -> None:
    if n_rows * n_columns > _MOST_CELLS:
        raise DataError(
            f"{path} must hold at most {_MOST_CELLS:,} cells, got {n_rows:,} rows times {n_columns:,} columns; take a "
            "sample of its rows"
        )


def _check_names(path: Path, names: list[str]) -> None:
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise DataError(f"{path} must have distinct column names, but {repeated!r} comes twice; rename one")
