"""Whatever lies in a file, it is loaded or refused with one `DataError`; what was written well comes back as it was."""

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from undefault.datasets import SOURCES, draw_split, load_dataset
from undefault.datasets.sources.commas import read_commas
from undefault.datasets.strata import cut_with_variety
from undefault.errors import DataError
from undefault.records import DatasetSpec

# Files are written over again; their bytes are the same in every run, for what pyarrow does with noise is not ours
here = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
noise = settings(here, derandomize=True, max_examples=100)
cells = st.text(max_size=6) | st.sampled_from(
    ["1", "0", "1,5", "007", "nan", "inf", "-1e400", "", '"', "a", "b", "true"]
)
GOOD = pd.DataFrame({"a": np.arange(40.0), "b": np.arange(40) % 5, "y": ["p", "q"] * 20})
buffer = io.BytesIO()
GOOD.to_parquet(buffer)
PARQUET = buffer.getvalue()


def load_all(path: Path, content: bytes, target: str) -> None:
    """Load a file and draw a split of it, unless it is refused."""
    path.write_bytes(content)
    with suppress(DataError):
        dataset, held_back = load_dataset(DatasetSpec("own", "csv", path=str(path), target=target), seed=0)
        split, preprocessor = draw_split(dataset, seed=0)
        for part in (split.y_valid, preprocessor.test_rows(held_back)[1]):
            assert len(np.unique(part)) > 1


@here
@given(content=st.binary(max_size=400))
def test_any_bytes_as_csv_are_loaded_or_refused(tmp_path: Path, content: bytes) -> None:
    load_all(tmp_path / "own.csv", content, "y")


@here
@given(rows=st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=40), end=st.sampled_from("\n\r;\t"))
def test_any_table_of_text_is_loaded_or_refused(tmp_path: Path, rows: list[list[str]], end: str) -> None:
    lines = ["x,y,z", *(",".join(row) for row in rows)]
    load_all(tmp_path / "own.csv", end.join(lines).encode(), "y")


@here
@given(column=st.lists(cells, min_size=20, max_size=40), is_target=st.booleans())
def test_any_column_of_text_is_loaded_or_refused(tmp_path: Path, column: list[str], *, is_target: bool) -> None:
    frame = pd.DataFrame(
        {"x": column, "n": np.arange(len(column)), "y": ["p", "q"] * (len(column) // 2) + ["p"] * (len(column) % 2)}
    )
    load_all(tmp_path / "own.csv", frame.to_csv(index=False).encode(), "x" if is_target else "y")


@noise
@given(changes=st.lists(st.tuples(st.integers(0, len(PARQUET) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_parquet_file_with_any_bytes_changed_is_loaded_or_refused(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(PARQUET)
    for place, byte in changes:
        content[place] = byte
    load_all(tmp_path / "own.parquet", bytes(content), "y")


@here
@given(
    numbers=st.lists(st.floats(-(2.0**90), 2.0**90, width=32), min_size=20, max_size=40, unique=True),
    separator=st.sampled_from(",;\t"),
    decimal=st.sampled_from(".,"),
    suffix=st.sampled_from([".csv", ".tsv", ".parquet"]),
)
def test_numbers_come_back_as_they_were_written(
    tmp_path: Path, numbers: list[float], separator: str, decimal: str, suffix: str
) -> None:
    path = tmp_path / f"own{suffix}"
    frame = pd.DataFrame({"x": numbers, "k": np.arange(len(numbers)) + 0.5, "y": np.arange(len(numbers)) % 2})
    if suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False, sep=separator, decimal=decimal, quoting=1 if separator == decimal else 0)
    read = SOURCES["csv"].read(DatasetSpec("own", "csv", path=str(path), target="y"))
    found = pd.to_numeric(read.features["x"]).to_numpy(float)
    np.testing.assert_allclose(found, np.array(numbers), rtol=1e-12)
    assert list(read.target.astype(int)) == list(frame["y"])


@given(whole=st.lists(st.integers(0, 999_999), min_size=10), are_thousands=st.booleans())
def test_decimal_commas_and_commas_between_thousands_are_told_apart(whole: list[int], *, are_thousands: bool) -> None:
    texts = [f"{n:,}.0" if are_thousands else f"{n},0" for n in whole] + ["1,234,567" if are_thousands else "0,5"]
    column, note = read_commas(pd.Series(texts, name="x", dtype="str"))
    assert pd.to_numeric(column).tolist() == [*whole, 1234567 if are_thousands else 0.5]
    assert note is not None


def test_commas_that_may_be_either_are_asked_about() -> None:
    with pytest.raises(DataError, match=r"'x' must say what its commas mean, for '1,234' is"):
        read_commas(pd.Series(["1,234"] * 9 + ["7"], name="x", dtype="str"))


@given(st.lists(st.integers(0, 2), min_size=4, max_size=40).filter(lambda codes: len(set(codes)) > 1), st.data())
def test_a_cut_leaves_two_values_behind_it_and_loses_no_row(codes: list[int], data: st.DataObject) -> None:
    n_first = data.draw(st.integers(1, len(codes) - 2))
    target = np.array(codes, dtype=float)
    order = np.array(data.draw(st.permutations(range(len(codes)))))
    first, others = cut_with_variety(order, n_first, target)
    assert (len(first), len(others)) == (n_first, len(codes) - n_first)
    assert sorted([*first, *others]) == list(range(len(codes)))
    assert len(np.unique(target[others])) > 1
    if len(np.unique(target[order[n_first:]])) > 1:
        np.testing.assert_array_equal([*first, *others], order)
