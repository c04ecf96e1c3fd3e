"""Every input that cannot be learned from gives one message: what was expected, what came, what to do."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from undefault.datasets import Rows, draw_split, load_dataset
from undefault.errors import DataError
from undefault.records import DatasetSpec

WriteCsv = Callable[..., DatasetSpec]


def refused(spec: DatasetSpec, *words: str) -> None:
    """Assert that loading raises a `DataError` with these words in one line."""
    with pytest.raises(DataError) as caught:
        load_dataset(spec, seed=0)
    message = str(caught.value)
    assert re.search(".*".join(re.escape(word) for word in words), message), message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"source": "irsi"}, ("dataset.source must be one of", "got 'irsi'; did you mean 'iris'?")),
        ({"task": "clasification"}, ("dataset.task must be one of", "did you mean 'classification'?")),
        ({"scale": "standart"}, ("dataset.scale must be one of standard, minmax, none", "did you mean 'standard'?")),
        ({"scale_target": "log"}, ("dataset.scale_target must be one of", "got 'log'")),
        ({"label_noise": 1.0}, ("label_noise must be at least 0 and below 1, got 1.0",)),
        ({"label_noise": -0.1}, ("label_noise must be at least 0 and below 1, got -0.1",)),
        ({"label_noise": float("nan")}, ("label_noise must be at least 0 and below 1, got nan",)),
        ({"n_samples": 7}, ("n_samples must be at least 8, got 7",)),
        ({"n_samples": 114}, ("n_samples must be between 8 and 113", "got 114")),
        ({"source": "digits", "n_samples": 19}, ("n_samples must be between 20 and 1348", "got 19")),
        ({"task": "regression"}, ("must hold numbers, but 150 of 150 cells in 'species' do not, e.g. 'setosa'",)),
        ({"path": "x.csv"}, ("dataset.path is for dataset=csv", "leave it out")),
        ({"target": "species"}, ("dataset.target is for dataset=csv", "leave it out")),
        ({"parameters": {"noise": 1}}, ("'iris' takes no parameters, got 'noise'",)),
        ({"source": "moons", "parameters": {"nois": 1}}, ("takes n_rows, noise", "did you mean 'noise'?")),
        ({"source": "moons", "parameters": {"noise": -1}}, ("noise", "must be a number from 0 up, got -1")),
        ({"source": "moons", "parameters": {"n_rows": 50.5}}, ("n_rows", "must be a whole number", "got 50.5")),
        ({"source": "moons", "parameters": {"n_rows": 12}}, ("needs at least 16 rows", "got 12")),
        ({"source": "binary_10", "parameters": {"n_rows": 0}}, ("'binary_10' cannot be generated", "'n_rows': 0")),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(options: dict[str, Any], words: tuple[str, ...]) -> None:
    refused(DatasetSpec(**{"name": "d", "source": "iris", **options}), *words)


def test_a_missing_file_is_named() -> None:
    refused(DatasetSpec("own", "csv", path="nowhere.csv", target="y"), "existing file", "no nowhere.csv")


def test_a_path_is_required() -> None:
    refused(DatasetSpec("own", "csv", target="y"), "needs dataset.path=FILE, got none")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    refused(DatasetSpec("own", "csv", path=str(tmp_path), target="y"), "must be a file", "is a folder")


def test_an_unknown_suffix_is_refused() -> None:
    refused(DatasetSpec("own", "csv", path="own.xlsx", target="y"), "must end in .csv, .tsv, .parquet, got own.xlsx")


def test_parameters_of_a_file_are_refused(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    refused(write_csv(mixed_frame, parameters={"n_rows": 5}), "a table file takes no parameters, got n_rows")


def test_a_file_without_permission_is_refused(
    mixed_frame: pd.DataFrame, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write_csv(mixed_frame)

    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    refused(spec, "own.csv cannot be read: Permission denied; check")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ("must hold a table, but it is empty",)),
        ("\n\n", ("must be a table with a header line",)),
        ("a,answer\n", ("must hold rows and columns, got shape (0, 2)",)),
        ("a,b,answer\n1,2,x\n1,2,3,4\n", ("must be a table with a header line", "correct the file")),
        ("a,answer\n" + "1,2,3\n" * 20, ("must be a table with a header line",)),
        ("a,a,answer\n1,2,x\n", ("distinct column names, but 'a' comes twice",)),
        (b"a,answer\n\xe9t\xe9,1\n", ("must be UTF-8 text, but byte 9 is 0xe9; save it as UTF-8",)),
    ],
)
def test_a_broken_csv_is_refused(write_csv: WriteCsv, content: str | bytes, words: tuple[str, ...]) -> None:
    refused(write_csv(content), *words)


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    path.write_bytes(b"PAR1 but no more")
    refused(DatasetSpec("own", "parquet", path=str(path), target="y"), "must be a Parquet file", "write it anew")


def test_nested_parquet_values_are_refused(mixed_frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    frame = mixed_frame.copy()
    frame["history"] = [[1, 2]] * 120
    frame.to_parquet(path)
    refused(DatasetSpec("own", "csv", path=str(path), target="answer"), "column 'history' must hold numbers", "flatten")


def test_a_nested_target_is_refused(mixed_frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    frame = mixed_frame.copy()
    frame["history"] = [[1, 2]] * 120
    frame.to_parquet(path)
    refused(DatasetSpec("own", "csv", path=str(path), target="history"), "the target 'history' must hold classes or")


def test_the_target_must_be_given(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    refused(write_csv(mixed_frame, target=None), "needs dataset.target=COLUMN, one of 'key', 'age'", "got none")


def test_a_misspelt_target_is_answered_with_the_nearest(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    refused(write_csv(mixed_frame, target="anser"), "has no column 'anser'; did you mean 'answer'?; it has 'key'")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["yes"] * 120, ("'answer' must have at least two distinct values, got only 'yes'",)),
        ([None] * 120, ("'answer' must have at least two distinct values, got no value",)),
        ([float("inf"), *range(119)], ("'answer' must be finite in float32, but 1 of 120 values",)),
        (["?", *range(119)], ("'answer' holds numbers except in 1 of 120 cells, e.g. '?'; mend",)),
        (["b", *["a"] * 119], ("each class of 'answer' needs at least 4 rows", "'b' has 1; merge")),
        ([f"name {i}" for i in range(120)], ("each class of 'answer' needs at least 4 rows", ", ...")),
    ],
)
def test_a_target_that_cannot_be_learned_is_refused(
    mixed_frame: pd.DataFrame, write_csv: WriteCsv, values: list[Any], words: tuple[str, ...]
) -> None:
    refused(write_csv(mixed_frame.assign(answer=values)), *words)


def test_a_target_of_dates_is_refused(mixed_frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    mixed_frame.assign(answer=pd.date_range("2020-01-01", periods=120)).to_parquet(path)
    refused(DatasetSpec("own", "csv", path=str(path), target="answer"), "classes or numbers, got datetime64 values")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([None] * 120, ("column 'bad' has no values in 120 rows; remove it",)),
        ([float("inf"), float("-inf"), *range(118)], ("column 'bad' must be finite in float32, but 2 of 120",)),
        ([1e39, *range(119)], ("column 'bad' must be finite in float32, but 1 of 120",)),
    ],
)
def test_a_column_that_cannot_be_used_is_refused(
    mixed_frame: pd.DataFrame, write_csv: WriteCsv, values: list[Any], words: tuple[str, ...]
) -> None:
    refused(write_csv(mixed_frame.assign(bad=values)), *words)


def test_too_few_rows_are_refused(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    refused(write_csv(mixed_frame.head(15)), "at least 16 rows with a target, got 15")


def test_a_table_of_nothing_but_its_target_is_refused(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    refused(write_csv(mixed_frame[["answer"]]), "at least one feature column", "the target is the only column")


def test_a_table_without_a_useful_column_is_refused(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    refused(write_csv(mixed_frame[["answer"]].assign(same=1)), "at least one feature column", "it is constant")


def test_prepared_values_beyond_float32_are_refused(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    """A column that is nearly constant in training scales a large validation value beyond 3.4e38."""
    dataset, _ = load_dataset(write_csv(mixed_frame, scale="none"), seed=0)
    split, _ = draw_split(dataset, seed=0)
    features = dataset.development.features.copy()
    in_validation = features["key"].isin(split.x_valid[:, 0].astype(float))
    features["age"] = np.where(in_validation, 3e38, np.arange(len(features)) * 1e-5)
    scaled = replace(
        dataset,
        spec=replace(dataset.spec, scale="standard"),
        development=Rows(features, dataset.development.target),
    )
    with pytest.raises(DataError, match="must fit into float32"):
        draw_split(scaled, seed=0)
