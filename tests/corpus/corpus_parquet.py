"""Parquet files that are none, that hold what no network can learn from, or more than they seem to."""

import decimal
import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from corpus_case import PARQUET, Case, Outcome, parquet, rows

FRAME = rows()
TABLE = pa.Table.from_pandas(FRAME)


class Bomb:
    """What runs code where it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, ("open('exploded', 'w').close()",)


def refused(name: str, content: pd.DataFrame | pa.Table | bytes, *words: str) -> Case:
    """Return a case of a file that is refused."""
    return Case(name, PARQUET, words, parquet(content))


def noted(name: str, content: pd.DataFrame | pa.Table | bytes, *words: str) -> Case:
    """Return a case of a file that is used, with a note where words are given."""
    return Case(name, PARQUET, words, parquet(content), Outcome.HANDLED)


def stored(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def column(values: pa.Array) -> pa.Table:
    """Return a good table with a column ``bad`` of these values."""
    return TABLE.append_column("bad", values)


def of_pandas(**changes: object) -> pa.Table:
    """Return a good table whose notes by pandas are wrong."""
    notes = {**json.loads(TABLE.schema.metadata[b"pandas"]), **changes}
    return TABLE.replace_schema_metadata({b"pandas": json.dumps(notes)})


def of_an_extension(metadata: bytes) -> pa.Table:
    """Return a good table with a column that claims to be of a type that Python pickled."""
    field = pa.field("bad", pa.int64(), metadata={
        b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": metadata,
    })  # fmt: skip
    return TABLE.append_column(field, pa.array(range(60)))


def a_bomb(folder: Path) -> None:
    """Write 26 columns of 4 million equal values, which pack well."""
    zeros = pa.array(np.zeros(4_000_000, bool))
    pq.write_table(pa.table({f"x{number}": zeros for number in range(26)}), folder / "own.parquet")


BYTES = stored(TABLE)
DAY = pd.Timestamp("2024-01-01")

PARQUET_FILES = [
    refused("an empty Parquet file", b"", "must hold a table, but it is empty"),
    refused("Parquet's first word alone", b"PAR1", "must be a Parquet file", "write it anew"),
    refused("Parquet's first and last word alone", b"PAR1PAR1", "must be a Parquet file"),
    refused("a Parquet file cut in half", BYTES[: len(BYTES) // 2], "must be a Parquet file"),
    refused("a Parquet file without its last byte", BYTES[:-1], "must be a Parquet file"),
    refused("a Parquet file whose values are nulls", BYTES[:4] + bytes(400) + BYTES[404:], "must be a Parquet file"),
    refused(
        "a Parquet file whose footer is noise", BYTES[:-300] + b"\x7f" * 292 + BYTES[-8:], "must be a Parquet file"
    ),
    refused("a footer longer than its file", BYTES[:-8] + b"\xff\xff\xff\x7fPAR1", "must be a Parquet file"),
    refused("an encrypted Parquet file", b"PARE" + BYTES[4:-4] + b"PARE", "must be a Parquet file"),
    refused("a CSV file called Parquet", FRAME.to_csv().encode(), "must be a Parquet file"),
    refused("a pickle called Parquet", pickle.dumps(Bomb()), "must be a Parquet file"),
    noted("a type that Python pickled", of_an_extension(pickle.dumps(Bomb()))),
    refused("no columns", pa.table({}), "own.parquet must hold rows and columns"),
    refused("no rows", TABLE.slice(0, 0), "must hold rows and columns, got shape (0, 3)"),
    refused("a column of Parquet twice", TABLE.append_column("a", TABLE["a"]), "'a' comes twice"),
    Case("a hundred million cells in a few kilobytes", PARQUET, ("at most 100,000,000 cells", "26 columns"), a_bomb),
    refused("lists", column(pa.array([[1, 2]] * 60)), "column 'bad' must hold numbers", "flatten"),
    refused("lists of lists", column(pa.array([[[1], [2]]] * 60)), "column 'bad' must hold numbers", "flatten"),
    refused("records", column(pa.array([{"x": 1}] * 60)), "column 'bad' must hold numbers", "flatten"),
    refused("maps", column(pa.array([[("x", 1)]] * 60, pa.map_(pa.string(), pa.int64()))), "column 'bad' must hold"),
    refused("bytes", column(pa.array([b"\xff\0"] * 60)), "column 'bad' must hold numbers", "got bytes values"),
    refused("durations", column(pa.array([pd.Timedelta("1h")] * 60)), "column 'bad' must hold", "timedelta"),
    refused("times of day", column(pa.array([DAY.time()] * 60)), "column 'bad' must hold", "time"),
    refused("nulls of no type", column(pa.nulls(60)), "column 'bad' has no values in 60 rows"),
    noted("dates of Parquet", column(pa.array(pd.date_range(DAY, periods=60))), "'bad': dates became days since 1970"),
    noted("dates before the calendar", column(pa.array([*range(-60, 0)], pa.date32())), "dates became days"),
    noted(
        "times of another place", column(pa.array([*range(60)], pa.timestamp("s", "Asia/Tokyo"))), "dates became days"
    ),
    refused(
        "times of a place that is none",
        column(pa.array([*range(60)], pa.timestamp("s", "Mars/Base"))),
        "own.parquet must be a Parquet file",
    ),
    noted("times in the year 200,000", column(pa.array(np.arange(60) * 10**11, pa.timestamp("s"))), "dates"),
    noted("decimals", column(pa.array([decimal.Decimal(i) / 4 for i in range(60)]))),
    noted("integers beyond float64", column(pa.array(2**63 + np.arange(60, dtype=np.uint64)))),
    noted("half-precision numbers", column(pa.array(np.arange(60, dtype=np.float16)))),
    noted("categories of numbers", column(pa.array(pd.Categorical(np.arange(60) % 3)))),
    noted("categories that no row has", column(pa.DictionaryArray.from_arrays([0, 1] * 30, ["x", "y", "never"]))),
    noted("row labels with a name", pa.Table.from_pandas(FRAME.set_index("b"))),
    noted("row labels without a name", pa.Table.from_pandas(FRAME.set_index(FRAME["b"].to_numpy() * 2))),
    noted("notes of pandas that are none", TABLE.replace_schema_metadata({b"pandas": b"{"})),
    noted("notes of pandas on a column that is not", of_pandas(index_columns=["nowhere"])),
    noted("notes of pandas on a type that is none", of_pandas(columns=[{"name": "a", "numpy_type": "os.system"}])),
]

TARGETS = [
    Case(
        "a target of lists",
        (*PARQUET, "dataset.target=bad"),
        ("'bad' must hold classes or numbers",),
        parquet(column(pa.array([[1]] * 60))),
    ),
    Case(
        "a target of dates",
        (*PARQUET, "dataset.target=bad"),
        ("got datetime64 values",),
        parquet(column(pa.array(pd.date_range(DAY, periods=60)))),
    ),
    Case(
        "a target of bytes",
        (*PARQUET, "dataset.target=bad"),
        ("got bytes values",),
        parquet(column(pa.array([b"x", b"y"] * 30))),
    ),
]

PARQUET_FILES += TARGETS
