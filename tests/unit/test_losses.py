"""What the best constant prediction loses: no other constant may lose less."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.errors import ConfigError
from undefault.losses import KERAS_LOSSES, constant_loss, resolve_loss
from undefault.records import FloatArray, TaskType

TARGETS = hnp.arrays(float, st.integers(1, 30), elements=st.floats(-1e3, 1e3))
LABELS = hnp.arrays(np.int64, st.integers(1, 30), elements=st.integers(0, 3))


def regression_loss(loss: str, y: FloatArray, constant: float) -> float:
    error = np.abs(y - constant)
    huber = np.where(error <= 1, 0.5 * error**2, error - 0.5)
    return float({"mse": error**2, "mae": error, "huber": huber}[loss].mean())


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
@given(y=TARGETS, other=st.floats(-1e3, 1e3))
def test_no_other_constant_beats_the_constant_of_a_regression_loss(loss: str, y: FloatArray, other: float) -> None:
    best = constant_loss(loss, y)
    for constant in (other, *y, float(y.mean())):
        assert best <= regression_loss(loss, y, constant) * (1 + 1e-9) + 1e-9


@given(LABELS, st.lists(st.floats(1e-3, 1), min_size=4, max_size=4))
def test_no_other_class_shares_beat_the_constant_of_cross_entropy(labels: FloatArray, weights: list[float]) -> None:
    other = np.array(weights) / sum(weights)
    assert constant_loss("sparse_categorical_crossentropy", labels) <= -np.log(other[labels]).mean() + 1e-12


@pytest.mark.parametrize("loss", ["mse", "mae", "huber", "binary_crossentropy", "sparse_categorical_crossentropy"])
@given(y=LABELS, seed=st.integers(0, 100))
def test_the_order_of_rows_does_not_matter_and_no_loss_is_below_0(loss: str, y: FloatArray, seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(y)
    assert constant_loss(loss, y) == pytest.approx(constant_loss(loss, shuffled), abs=1e-9)
    assert constant_loss(loss, y) >= 0


@pytest.mark.parametrize("loss", ["mse", "mae", "huber", "sparse_categorical_crossentropy"])
def test_rows_that_are_all_the_same_lose_nothing(loss: str) -> None:
    assert constant_loss(loss, np.full(5, 2.0)) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("loss", "y", "expected"),
    [
        ("mse", [0, 2], 1.0),
        ("mae", [0, 0, 3], 1.0),
        ("huber", [0, 10], 4.5),
        ("binary_crossentropy", [0, 0, 0, 1], 0.5623351446),
        ("sparse_categorical_crossentropy", [0, 1, 2], 1.0986122887),
    ],
)
def test_constant_losses_are_those_worked_by_hand(loss: str, y: list[float], expected: float) -> None:
    assert constant_loss(loss, np.array(y)) == pytest.approx(expected)


@pytest.mark.parametrize("task_type", list(TaskType))
def test_auto_picks_a_loss_that_the_task_type_can_have(task_type: TaskType) -> None:
    assert resolve_loss("auto", task_type) in KERAS_LOSSES[task_type]


@pytest.mark.parametrize("task_type", list(TaskType))
def test_every_loss_that_can_be_named_has_its_best_constant(task_type: TaskType) -> None:
    for name in KERAS_LOSSES[task_type]:
        assert constant_loss(resolve_loss(name, task_type), np.array([0, 1, 1])) > 0


def test_a_loss_of_another_task_type_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"task\.loss must be auto or one of mse, mae, huber for a regression target"):
        resolve_loss("binary_crossentropy", TaskType.REGRESSION)


def test_an_unknown_loss_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(ConfigError, match="got 'hubber'; did you mean 'huber'"):
        resolve_loss("hubber", TaskType.REGRESSION)
