"""The contract of every source that needs no file, and what is special to some."""

import numpy as np
import pytest

from undefault.datasets import SOURCES, draw_split, load_dataset
from undefault.records import DatasetSpec, TaskType

EXPECTED = {
    "iris": (150, 4, 3),
    "wine": (178, 13, 3),
    "breast_cancer": (569, 30, 1),
    "digits": (1797, None, 10),
    "diabetes": (442, 10, 1),
    "penguins": (344, 11, 3),
    "moons": (1000, 2, 1),
    "circles": (1000, 2, 1),
    "spirals": (1000, 2, 1),
    "xor": (1000, 2, 1),
    "binary_10": (1000, 10, 1),
    "ten_class": (1000, 20, 10),
    "friedman1": (1000, 10, 1),
    "friedman2": (1000, 4, 1),
    "friedman3": (1000, 4, 1),
    "swiss_roll": (1000, 3, 1),
    "gaussian_quantiles": (1000, 2, 3),
    "hastie": (1000, 10, 1),
    "blobs": (1000, 2, 4),
}
REGRESSION = {"diabetes", "friedman1", "friedman2", "friedman3", "swiss_roll"}
GENERATED = tuple(
    name for name in EXPECTED if name not in ("iris", "wine", "breast_cancer", "digits", "diabetes", "penguins")
)


def test_every_source_is_tested() -> None:
    assert {*EXPECTED, "csv", "parquet"} == set(SOURCES)


@pytest.mark.parametrize("name", EXPECTED)
class TestSource:
    def test_it_has_its_published_size(self, name: str) -> None:
        dataset, held_back = load_dataset(DatasetSpec(name, name), seed=0)
        n_rows, n_features, n_outputs = EXPECTED[name]
        assert dataset.n_train + dataset.n_valid + dataset.n_test == n_rows
        assert dataset.n_test == len(held_back.rows) == n_rows // 4
        assert n_features in {dataset.n_features, None}
        assert dataset.n_outputs == n_outputs

    def test_its_task_is_inferred(self, name: str) -> None:
        dataset, _ = load_dataset(DatasetSpec(name, name), seed=0)
        assert (dataset.task_type is TaskType.REGRESSION) == (name in REGRESSION)
        assert (dataset.class_names == ()) == (name in REGRESSION)

    def test_its_splits_are_finite(self, name: str) -> None:
        dataset, _ = load_dataset(DatasetSpec(name, name), seed=0)
        split, _ = draw_split(dataset, seed=0)
        assert all(np.isfinite(values).all() for values in vars(split).values())


@pytest.mark.parametrize("name", GENERATED)
class TestGeneratedSource:
    def test_its_rows_do_not_depend_on_the_sweeps_seed(self, name: str) -> None:
        rows = []
        for seed in (1, 2):
            dataset, held_back = load_dataset(DatasetSpec(name, name), seed=seed)
            both = np.vstack([dataset.development.features, held_back.rows.features])
            rows.append(both[np.lexsort(both.T)])
        np.testing.assert_array_equal(rows[0], rows[1])

    def test_its_number_of_rows_can_be_set(self, name: str) -> None:
        dataset, _ = load_dataset(DatasetSpec(name, name, parameters={"n_rows": 80.0}), seed=0)
        assert dataset.n_train + dataset.n_valid + dataset.n_test == 80


def test_noise_changes_generated_rows() -> None:
    quiet, _ = load_dataset(DatasetSpec("xor", "xor", parameters={"noise": 0}), seed=0)
    noisy, _ = load_dataset(DatasetSpec("xor", "xor", parameters={"noise": 0.3}), seed=0)
    inputs = quiet.development.features.to_numpy()
    np.testing.assert_array_equal((inputs > 0).sum(axis=1) == 1, quiet.development.target == 1)
    assert not np.array_equal(inputs, noisy.development.features.to_numpy())


def test_penguins_have_categories_and_holes() -> None:
    dataset, _ = load_dataset(DatasetSpec("penguins", "penguins"), seed=0)
    assert dataset.class_names == ("Adelie", "Chinstrap", "Gentoo")
    assert dataset.schema.numeric[-1] == "year"
    assert dataset.schema.categorical == {
        "island": ("Biscoe", "Dream", "Torgersen"),
        "sex": ("female", "male", "missing"),
    }
    assert any("'bill_length_mm': 2 missing values" in note for note in dataset.notes)
    assert any("'sex': 11 missing values" in note for note in dataset.notes)


def test_ten_digits_fit_into_twenty_rows() -> None:
    dataset, _ = load_dataset(DatasetSpec("digits", "digits", n_samples=20), seed=0)
    split, _ = draw_split(dataset, seed=0)
    assert set(split.y_train) == set(range(10))
    assert (dataset.n_train, dataset.n_valid) == (15, 5)
