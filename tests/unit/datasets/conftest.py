"""Tables written to files, as a user would bring them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from undefault.records import DatasetSpec


@pytest.fixture(scope="session")
def mixed_frame() -> pd.DataFrame:
    """Return 120 rows with a distinct `key` each, holes in a number and a text column, and two uneven classes."""
    rng, n_rows = np.random.default_rng(7), 120
    frame = pd.DataFrame(
        {
            "key": rng.permutation(n_rows) + 0.5,
            "age": rng.normal(40, 12, n_rows),
            "colour": rng.choice(["red", "green", "blue", "rare"], n_rows, p=[0.5, 0.3, 0.18, 0.02]),
            "member": rng.random(n_rows) < 0.5,
            "answer": np.where(np.arange(n_rows) % 4 == 0, "yes", "no"),
        }
    )
    frame.loc[::9, "age"] = np.nan
    frame.loc[::7, "colour"] = np.nan
    return frame


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., DatasetSpec]:
    """Return a function that writes a table or text to a CSV file and returns the spec that reads it."""

    def write(content: pd.DataFrame | str | bytes, target: str | None = "answer", **options: Any) -> DatasetSpec:
        path = tmp_path / "own.csv"
        if isinstance(content, pd.DataFrame):
            content = content.to_csv(index=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return DatasetSpec("own", "csv", path=str(path), target=target, **options)

    return write


@pytest.fixture(scope="module")
def mixed_csv(mixed_frame: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of `mixed_frame` as CSV."""
    path = tmp_path_factory.mktemp("mixed") / "mixed.csv"
    mixed_frame.to_csv(path, index=False)
    return str(path)
