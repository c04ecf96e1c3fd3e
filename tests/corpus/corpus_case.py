"""What a case of the corpus is: a broken input, and the words that answer it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

Make = Callable[[Path], object]
SECONDS = 2.0  # what a builder gets that is expected to hang
HANGS = f"it took longer than {SECONDS:g} seconds"
INLINE = "executor=inline"  # a process that trains would be started 300 times, and would learn nothing
SMALL = ("experiment=smoke", "dataset=iris", "optimizers=[sgd,adam]", "search.n_trials=8", "task.epochs=3", INLINE)
CSV = (*SMALL, "dataset=csv", "dataset.path=own.csv", "dataset.target=answer")
PARQUET = (*SMALL, "dataset=parquet", "dataset.path=own.parquet", "dataset.target=answer")


class Outcome(Enum):
    """How the command ends."""

    REFUSED = "one message that holds the words, exit code 2, nothing written"
    HANDLED = "goes on to where MLflow is opened, with the words among the report's notes"


@dataclass(frozen=True)
class Case:
    """One input: ``make`` writes its files into the current folder, the command is given ``arguments``."""

    name: str
    arguments: tuple[str, ...]
    words: tuple[str, ...]
    make: Make = lambda folder: None
    outcome: Outcome = Outcome.REFUSED
    command: str = "sweep"


def config(name: str, overrides: str | tuple[str, ...], *words: str, make: Make = lambda folder: None) -> Case:
    """Return a case of overrides that are refused."""
    given = (overrides,) if isinstance(overrides, str) else overrides
    return Case(name, (*SMALL, *given), words, make)


def rows(**columns: object) -> pd.DataFrame:
    """Return 60 rows that can be learned from, with some columns replaced or added."""
    good = {"a": np.arange(60.0), "b": np.arange(60) % 7, "answer": np.tile(["yes", "no"], 30)}
    return pd.DataFrame({**good, **columns})


def text(header: str, row: str, *others: str, n_rows: int = 60) -> str:
    """Return a table as text, its row repeated with its number in place of ``#``; ``others`` are its last rows."""
    lines = [row.replace("#", str(number)) for number in range(n_rows - len(others))]
    return "\n".join([header, *lines, *others, ""])


def csv(content: pd.DataFrame | str | bytes, name: str = "own.csv") -> Make:
    """Return what writes a CSV file."""

    def make(folder: Path) -> None:
        given = content.to_csv(index=False) if isinstance(content, pd.DataFrame) else content
        (folder / name).write_bytes(given if isinstance(given, bytes) else given.encode())

    return make


def parquet(content: pd.DataFrame | pa.Table | bytes, name: str = "own.parquet") -> Make:
    """Return what writes a Parquet file."""

    def make(folder: Path) -> None:
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        elif isinstance(content, pd.DataFrame):
            content.to_parquet(folder / name)
        else:
            pq.write_table(content, folder / name)

    return make
