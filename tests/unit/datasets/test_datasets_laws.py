"""Laws of holding back, splitting and preparing rows, over all seeds."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from undefault.datasets import Dataset, HeldBack, Rows, draw_split, load_dataset
from undefault.records import DatasetSpec, FloatArray

SEEDS = st.integers(min_value=0, max_value=2**31 - 1)
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def load(path: str, seed: int = 0, **options: Any) -> tuple[Dataset, HeldBack]:
    return load_dataset(DatasetSpec("mixed", "csv", path=path, target="answer", **options), seed=seed)


def keys(x: FloatArray) -> list[float]:
    """Return the unscaled `key` of prepared rows, their first column."""
    return [float(value) for value in x[:, 0]]


@few
@given(load_seed=SEEDS, split_seed=SEEDS)
def test_splits_are_disjoint_and_cover_the_development_rows(mixed_csv: str, load_seed: int, split_seed: int) -> None:
    dataset, _ = load(mixed_csv, load_seed, scale="none")
    split, _ = draw_split(dataset, seed=split_seed)
    both = keys(split.x_train) + keys(split.x_valid)
    assert len(set(both)) == len(both)
    assert set(both) == set(dataset.development.features["key"])


@few
@given(load_seed=SEEDS, split_seed=SEEDS)
def test_test_rows_are_never_in_a_split(mixed_csv: str, load_seed: int, split_seed: int) -> None:
    dataset, held_back = load(mixed_csv, load_seed, scale="none")
    split, preprocessor = draw_split(dataset, seed=split_seed)
    x_test, _ = preprocessor.test_rows(held_back)
    assert len(x_test) == dataset.n_test
    assert not set(keys(x_test)) & set(keys(split.x_train) + keys(split.x_valid))


@few
@given(split_seed=SEEDS, factor=st.floats(-1e6, 1e6))
def test_validation_values_never_change_training_rows(mixed_csv: str, split_seed: int, factor: float) -> None:
    dataset, _ = load(mixed_csv)
    unscaled, _ = draw_split(replace(dataset, spec=replace(dataset.spec, scale="none")), seed=split_seed)
    features = dataset.development.features.copy()
    in_validation = features["key"].isin(keys(unscaled.x_valid))
    features.loc[in_validation, ["key", "age", "member"]] *= factor
    features.loc[in_validation, "colour"] = "blue"
    changed = replace(dataset, development=Rows(features, dataset.development.target))
    before, _ = draw_split(dataset, seed=split_seed)
    after, _ = draw_split(changed, seed=split_seed)
    np.testing.assert_array_equal(before.x_train, after.x_train)


@few
@given(load_seed=SEEDS, split_seed=SEEDS)
def test_the_same_seeds_give_the_same_rows(mixed_csv: str, load_seed: int, split_seed: int) -> None:
    parts = []
    for _ in range(2):
        dataset, held_back = load(mixed_csv, load_seed, label_noise=0.2)
        split, preprocessor = draw_split(dataset, seed=split_seed)
        parts.append((*vars(split).values(), *preprocessor.test_rows(held_back)))
    for first, second in zip(*parts, strict=True):
        np.testing.assert_array_equal(first, second)


@few
@given(split_seed=SEEDS, scale=st.sampled_from(["standard", "minmax", "none"]), n_samples=st.integers(8, 90))
def test_shapes_are_the_same_for_every_seed_and_all_values_finite(
    mixed_csv: str, split_seed: int, scale: str, n_samples: int
) -> None:
    dataset, held_back = load(mixed_csv, scale=scale, n_samples=n_samples)
    split, preprocessor = draw_split(dataset, seed=split_seed)
    x_test, y_test = preprocessor.test_rows(held_back)
    assert dataset.n_features == 3 + len(dataset.schema.categorical["colour"])
    assert split.x_train.shape == (dataset.n_train, dataset.n_features)
    assert split.x_valid.shape == (dataset.n_valid, dataset.n_features)
    assert x_test.shape == (dataset.n_test, dataset.n_features)
    for values in (*vars(split).values(), x_test, y_test):
        assert values.dtype == np.float32
        assert np.isfinite(values).all()


@few
@given(split_seed=SEEDS, n_samples=st.integers(8, 90))
def test_categories_without_a_training_row_are_zero_in_every_part(
    mixed_csv: str, split_seed: int, n_samples: int
) -> None:
    dataset, held_back = load(mixed_csv, n_samples=n_samples)
    split, preprocessor = draw_split(dataset, seed=split_seed)
    x_test, _ = preprocessor.test_rows(held_back)
    untrained = ~(split.x_train[:, 3:] != 0).any(axis=0)
    assert not split.x_valid[:, 3:][:, untrained].any()
    assert not x_test[:, 3:][:, untrained].any()


@few
@given(load_seed=SEEDS, split_seed=SEEDS)
def test_every_part_has_the_classes_shares_within_a_row(mixed_csv: str, load_seed: int, split_seed: int) -> None:
    dataset, held_back = load(mixed_csv, load_seed)
    split, _ = draw_split(dataset, seed=split_seed)
    for labels in (split.y_train, split.y_valid, held_back.rows.target):
        assert abs(labels.sum() - len(labels) / 4) <= 1.5


@few
@given(load_seed=SEEDS, smaller=st.integers(8, 89))
def test_a_smaller_development_set_is_part_of_a_larger_one(mixed_csv: str, load_seed: int, smaller: int) -> None:
    small, held_back_small = load(mixed_csv, load_seed, n_samples=smaller)
    large, held_back_large = load(mixed_csv, load_seed, n_samples=90)
    assert set(small.development.features["key"]) <= set(large.development.features["key"])
    assert small.schema == large.schema
    np.testing.assert_array_equal(held_back_small.rows.target, held_back_large.rows.target)


@few
@given(load_seed=SEEDS, noise=st.floats(0, 0.99))
def test_label_noise_changes_its_share_of_development_labels_and_no_test_label(load_seed: int, noise: float) -> None:
    clean, clean_test = load_dataset(DatasetSpec("iris", "iris"), seed=load_seed)
    noisy, noisy_test = load_dataset(DatasetSpec("iris", "iris", label_noise=noise), seed=load_seed)
    n_changed = (clean.development.target != noisy.development.target).sum()
    assert n_changed == round(noise * len(clean.development))
    assert set(noisy.development.target) <= {0, 1, 2}
    np.testing.assert_array_equal(clean_test.rows.target, noisy_test.rows.target)


def test_redrawn_labels_are_uniform_over_the_other_classes() -> None:
    """Of 338 labels of class 0 about half go to each other class: 5 standard deviations, falsely failing 1 in 1e6."""
    spec = DatasetSpec("ten", "ten_class", parameters={"n_rows": 4500})
    clean, _ = load_dataset(spec, seed=0)
    noisy, _ = load_dataset(replace(spec, label_noise=0.9), seed=0)
    changed = noisy.development.target[clean.development.target != noisy.development.target]
    shares = np.bincount(changed.astype(int), minlength=10) / len(changed)
    assert abs(shares - 0.1).max() < 5 * np.sqrt(0.1 * 0.9 / len(changed))


def test_regression_noise_has_its_share_of_the_targets_deviation() -> None:
    """The deviation of 3,000 draws has a relative error of 1.3 %: 7 % is over 5 standard deviations."""
    spec = DatasetSpec("friedman1", "friedman1", parameters={"n_rows": 4000})
    clean, _ = load_dataset(spec, seed=1)
    noisy, _ = load_dataset(replace(spec, label_noise=0.5), seed=1)
    added = noisy.development.target - clean.development.target
    assert added.std() == pytest.approx(0.5 * clean.development.target.std(), rel=0.07)


@few
@given(split_seed=SEEDS)
def test_standard_scaling_has_the_training_rows_mean_and_deviation(split_seed: int) -> None:
    dataset, _ = load_dataset(DatasetSpec("diabetes", "diabetes"), seed=0)
    split, _ = draw_split(dataset, seed=split_seed)
    np.testing.assert_allclose(split.x_train.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(split.x_train.std(axis=0), 1, rtol=1e-4)
    assert split.y_train.mean() == pytest.approx(0, abs=1e-5)
    assert split.y_train.std() == pytest.approx(1, rel=1e-4)


def test_minmax_scaling_puts_training_rows_between_0_and_1() -> None:
    dataset, _ = load_dataset(DatasetSpec("d", "diabetes", scale="minmax", scale_target="minmax"), seed=0)
    split, _ = draw_split(dataset, seed=3)
    for values in (split.x_train, split.y_train):
        assert values.min() == pytest.approx(0, abs=1e-6)
        assert values.max() == pytest.approx(1, abs=1e-6)


def test_a_regression_target_without_scaling_keeps_its_unit() -> None:
    dataset, _ = load_dataset(DatasetSpec("d", "diabetes", scale_target="none"), seed=0)
    split, _ = draw_split(dataset, seed=3)
    assert sorted([*split.y_train, *split.y_valid]) == sorted(dataset.development.target)


def test_parts_of_a_regression_set_have_similar_targets() -> None:
    """Ten quantile bins: medians of 110 and 332 rows lie within a bin's width of one another."""
    dataset, held_back = load_dataset(DatasetSpec("diabetes", "diabetes"), seed=4)
    low, high = np.quantile(dataset.development.target, [0.4, 0.6])
    assert low < np.median(held_back.rows.target) < high
