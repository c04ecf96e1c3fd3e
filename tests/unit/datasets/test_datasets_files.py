"""The user's own tables: what is read, inferred, converted and left out."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from undefault.datasets import draw_split, load_dataset
from undefault.records import DatasetSpec, TaskType

WriteCsv = Callable[..., DatasetSpec]


def test_a_csv_with_text_and_holes_is_encoded(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    dataset, _ = load_dataset(write_csv(mixed_frame), seed=0)
    assert dataset.task_type is TaskType.BINARY
    assert dataset.class_names == ("no", "yes")
    assert dataset.schema.numeric == ("key", "age", "member")
    assert {"blue", "green", "missing", "red"} <= set(dataset.schema.categorical["colour"])
    assert any("'age': 14 missing values are filled with the median" in note for note in dataset.notes)


def test_a_hole_gets_the_median_of_the_training_rows(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    dataset, _ = load_dataset(write_csv(mixed_frame, scale="none"), seed=0)
    split, _ = draw_split(dataset, seed=0)
    ages = dict(zip(dataset.development.features["key"], dataset.development.features["age"], strict=True))
    true_ages = np.array([ages[float(key)] for key in split.x_train[:, 0]])
    filled = split.x_train[np.isnan(true_ages), 1]
    assert len(filled) > 0
    np.testing.assert_allclose(filled, np.nanmedian(true_ages), rtol=1e-6)


def test_a_category_of_test_rows_alone_is_all_zeros(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    frame = mixed_frame.copy()
    dataset, held_back = load_dataset(write_csv(frame), seed=0)
    in_test = frame["key"].isin(held_back.rows.features["key"])
    frame.loc[in_test, "colour"] = "unheard of"
    dataset, held_back = load_dataset(write_csv(frame), seed=0)
    _, preprocessor = draw_split(dataset, seed=0)
    x_test, _ = preprocessor.test_rows(held_back)
    assert "unheard of" not in dataset.schema.categorical["colour"]
    assert not x_test[:, 3:].any()


@pytest.mark.parametrize("source", ["csv", "parquet"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet"])
def test_the_suffix_decides_how_a_file_is_read(
    mixed_frame: pd.DataFrame, tmp_path: Path, source: str, suffix: str
) -> None:
    path, frame = tmp_path / f"own{suffix}", mixed_frame
    if suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False, sep="\t" if suffix == ".tsv" else ",")
    dataset, _ = load_dataset(DatasetSpec("own", source, path=str(path), target="answer"), seed=0)
    assert dataset.n_train + dataset.n_valid + dataset.n_test == 120
    assert dataset.schema.numeric == ("key", "age", "member")


def test_a_byte_order_mark_is_not_part_of_a_name(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    text = b"\xef\xbb\xbf" + mixed_frame[["answer", "age"]].to_csv(index=False).encode()
    assert load_dataset(write_csv(text), seed=0)[0].class_names == ("no", "yes")


def test_spaces_around_column_names_do_not_count(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    dataset, _ = load_dataset(write_csv(mixed_frame.add_prefix(" ").add_suffix(" ")), seed=0)
    assert dataset.schema.numeric == ("key", "age", "member")


def test_semicolons_separate_too(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    dataset, _ = load_dataset(write_csv(mixed_frame.to_csv(index=False, sep=";")), seed=0)
    assert dataset.schema.numeric == ("key", "age", "member")


def test_rows_without_a_target_are_dropped_and_noted(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    frame = mixed_frame.copy()
    frame.loc[:9, "answer"] = np.nan
    dataset, _ = load_dataset(write_csv(frame), seed=0)
    assert dataset.n_train + dataset.n_valid + dataset.n_test == 110
    assert dataset.notes[0] == "10 rows without a value in the target 'answer' were dropped"


@pytest.mark.parametrize(
    ("values", "task_type"),
    [
        (np.arange(100) % 2, TaskType.BINARY),
        (np.arange(100) % 2 + 0.5, TaskType.BINARY),
        (np.arange(100) % 2 == 0, TaskType.BINARY),
        (np.arange(100) % 10, TaskType.MULTICLASS),
        (np.arange(100) % 11, TaskType.REGRESSION),
        (np.arange(100) % 3 + 0.5, TaskType.REGRESSION),
    ],
)
def test_few_distinct_integers_are_classes(write_csv: WriteCsv, values: np.ndarray, task_type: TaskType) -> None:
    frame = pd.DataFrame({"x": np.linspace(0, 1, 100), "y": values})
    assert load_dataset(write_csv(frame, target="y"), seed=0)[0].task_type is task_type


def test_a_task_that_is_set_is_not_inferred(write_csv: WriteCsv) -> None:
    frame = pd.DataFrame({"x": np.linspace(0, 1, 100), "y": np.arange(100) % 3})
    regression, _ = load_dataset(write_csv(frame, target="y", task="regression"), seed=0)
    assert regression.task_type is TaskType.REGRESSION
    frame["y"] = np.arange(100) % 15
    classes, _ = load_dataset(write_csv(frame, target="y", task="classification"), seed=0)
    assert classes.class_names == tuple(str(code) for code in range(15))


@pytest.mark.parametrize(
    ("name", "values", "fault"),
    [
        ("same", np.full(120, 3), "it is constant"),
        ("person", [f"person {i}" for i in range(120)], "names rows rather than groups"),
        ("customer_id", np.arange(120), "it numbers the rows"),
        ("Unnamed: 0", np.arange(120), "it numbers the rows"),
    ],
)
def test_columns_of_no_use_are_left_out_and_noted(
    mixed_frame: pd.DataFrame, write_csv: WriteCsv, name: str, values: list[str] | np.ndarray, fault: str
) -> None:
    dataset, _ = load_dataset(write_csv(mixed_frame.assign(**{name: values})), seed=0)
    assert name not in dataset.development.features
    assert any(note.startswith(f"column '{name}' was left out") and fault in note for note in dataset.notes)


def test_text_with_over_a_hundred_categories_is_left_out(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    frame = pd.concat([mixed_frame] * 8, ignore_index=True).assign(town=[f"town {i % 105}" for i in range(960)])
    dataset, _ = load_dataset(write_csv(frame), seed=0)
    assert "column 'town' was left out: it has 105 categories, more than 100" in dataset.notes


def test_a_few_bad_cells_in_a_number_column_count_as_missing(mixed_frame: pd.DataFrame, write_csv: WriteCsv) -> None:
    prices = ["?" if i < 5 else str(i) for i in range(120)]
    dataset, _ = load_dataset(write_csv(mixed_frame.assign(price=prices)), seed=0)
    assert "price" in dataset.schema.numeric
    assert "column 'price': 5 cells that are not numbers, e.g. '?', count as missing" in dataset.notes


def test_dates_become_days_since_1970(mixed_frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    mixed_frame.assign(day=pd.date_range("1970-01-02", periods=120, tz="UTC")).to_parquet(path)
    dataset, held_back = load_dataset(DatasetSpec("own", "parquet", path=str(path), target="answer"), seed=0)
    days = [*dataset.development.features["day"], *held_back.rows.features["day"]]
    assert sorted(days) == list(range(1, 121))
    assert "column 'day': dates became days since 1970" in dataset.notes


@pytest.mark.parametrize("dtype", ["float16", "float32", "Int64", "uint8"])
def test_targets_of_any_number_type_are_read(tmp_path: Path, dtype: str) -> None:
    path = tmp_path / "own.parquet"
    pd.DataFrame({"x": np.linspace(0, 1, 100), "y": pd.Series(range(100), dtype=dtype)}).to_parquet(path)
    dataset, held_back = load_dataset(DatasetSpec("own", "parquet", path=str(path), target="y"), seed=0)
    assert sorted([*dataset.development.target, *held_back.rows.target]) == list(range(100))


def test_a_parquet_index_with_a_name_is_a_column(mixed_frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    mixed_frame.set_index("answer").to_parquet(path)
    dataset, _ = load_dataset(DatasetSpec("own", "parquet", path=str(path), target="answer"), seed=0)
    assert dataset.class_names == ("no", "yes")
