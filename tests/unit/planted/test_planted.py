"""Planted failures: many kinds, on both halves, each broken in one thing."""

from dataclasses import asdict

import numpy as np
import pytest

from undefault.datasets import draw_split
from undefault.diagnosis import CHECKS
from undefault.planted import Half, Planted, half_of
from undefault.planted.kind import stand
from undefault.planted.spoil import all_alike, in_units, spoiled, target_in_units, unscaled, without_signal
from undefault.records import Setting

OF_TASK = {"epochs", "feature scaling", "target scaling", None}


def changed(broken: Setting, healthy: Setting) -> set[str]:
    """Return the names of the hyperparameters in which two settings differ."""
    one, other = asdict(broken), asdict(healthy)
    inner = {name for name, value in one["hyperparameters"].items() if other["hyperparameters"][name] != value}
    return inner | {name for name, value in one.items() if name != "hyperparameters" and other[name] != value}


def test_there_are_at_least_twenty_kinds_each_named_once_a_dataset(failures: list[Planted]) -> None:
    assert len({failure.kind for failure in failures}) >= 20
    assert len({failure.name for failure in failures}) == len(failures)


def test_every_kind_stands_on_datasets_of_both_halves(failures: list[Planted]) -> None:
    for kind in {failure.kind for failure in failures}:
        assert {half_of(one.source) for one in failures if one.kind == kind} == set(Half)


def test_every_check_has_something_to_find_and_every_name_is_a_checks(failures: list[Planted]) -> None:
    assert {check for failure in failures for check in failure.checks} == set(CHECKS)


def test_a_failure_of_a_setting_differs_from_the_healthy_one_in_its_cause_alone(failures: list[Planted]) -> None:
    for failure in failures:
        if failure.cause in OF_TASK:
            assert failure.broken.setting == failure.healthy.setting
        else:
            differs = changed(failure.broken.setting, failure.healthy.setting)
            allowed = {"restore_best_weights"} if failure.cause == "patience" else set()
            assert failure.cause in differs, failure.name
            assert differs <= {failure.cause} | allowed, failure.name
            assert failure.broken.ground is failure.healthy.ground


def test_a_failure_of_a_task_differs_from_the_healthy_one_in_its_task_alone(failures: list[Planted]) -> None:
    for failure in failures:
        if failure.cause in OF_TASK:
            assert failure.broken.ground is not failure.healthy.ground


@pytest.mark.parametrize(("cause", "field"), [("feature scaling", "scale"), ("target scaling", "scale_target")])
def test_units_that_are_not_scaled_are_scaled_in_the_healthy_task(
    failures: list[Planted], cause: str, field: str
) -> None:
    for failure in [failure for failure in failures if failure.cause == cause]:
        specs = [arm.ground.problem.dataset.spec for arm in (failure.broken, failure.healthy)]
        assert [getattr(spec, field) for spec in specs] == ["none", "standard"]


def test_small_units_multiply_what_an_unscaled_network_meets_and_nothing_once_scaled() -> None:
    ground = stand("iris", 4)
    small = spoiled(ground, in_units(1000.0))
    raw, large = (draw_split(unscaled(one, scale="none").problem.dataset, seed=1)[0] for one in (ground, small))
    np.testing.assert_allclose(large.x_train, 1000 * raw.x_train, rtol=1e-6)
    before, after = (draw_split(one.problem.dataset, seed=1)[0] for one in (ground, small))
    np.testing.assert_allclose(after.x_train, before.x_train, atol=1e-4)


def test_a_target_in_small_units_keeps_its_features() -> None:
    ground = stand("diabetes", 4)
    rows, spoilt = ground.problem.dataset.development, target_in_units(1000.0)(ground.problem.dataset.development)
    np.testing.assert_array_equal(spoilt.target, 1000 * rows.target)
    assert spoilt.features.equals(rows.features)


def test_shuffled_labels_are_the_same_labels_on_other_rows() -> None:
    rows = stand("wine", 4).problem.dataset.development
    shuffled = without_signal(rows)
    np.testing.assert_array_equal(np.sort(shuffled.target), np.sort(rows.target))
    assert (shuffled.target != rows.target).mean() > 0.4


def test_rows_that_are_all_alike_have_one_value_a_column() -> None:
    assert (all_alike(stand("penguins", 4).problem.dataset.development).features.nunique() == 1).all()
