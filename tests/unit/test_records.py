"""Records refuse what cannot be, and survive the way to a file and back."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import CURVES, DatasetSpec, Decay, NetworkSpec, Setting, Split, Task, TaskType, Training

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.dictionaries(st.text(min_size=1, max_size=6), NUMBERS, max_size=3)
SETTINGS = st.builds(
    Setting,
    optimizer=st.sampled_from(["adam", "sgd"]),
    learning_rate=st.floats(min_value=1e-12, max_value=1e6),
    hyperparameters=VALUES,
    decay=st.builds(Decay, kind=st.sampled_from(["constant", "cosine"]), values=VALUES),
    weight_decay=st.floats(0, 1),
    patience=st.none() | st.integers(0, 100),
    restore_best_weights=st.booleans(),
    batch_size=st.none() | st.integers(1, 512),
)


@given(SETTINGS)
def test_a_setting_comes_back_from_json_as_it_was(setting: Setting) -> None:
    assert Setting.from_dict(json.loads(json.dumps(setting.as_dict()))) == setting


@given(st.floats(max_value=0) | st.just(float("nan")))
def test_a_learning_rate_that_is_not_above_0_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match=r"learning_rate must be above 0, got"):
        Setting("adam", rate)


def test_a_negative_weight_decay_is_refused() -> None:
    with pytest.raises(ValueError, match=r"weight_decay must be 0 or more, got -0\.1"):
        Setting("adam", 0.1, weight_decay=-0.1)


def test_a_negative_patience_is_refused() -> None:
    with pytest.raises(ValueError, match="patience must be 0 or more epochs, or None, got -1"):
        Setting("adam", 0.1, patience=-1)


def test_a_split_with_fewer_targets_than_rows_is_refused() -> None:
    x, y = np.zeros((4, 2)), np.zeros(4)
    with pytest.raises(ValueError, match=r"x_valid must be .* got \(4, 2\), \(3,\)"):
        Split(x, y, x, y[:3])


def test_curves_of_two_shapes_are_refused(make_training: Callable[..., Training]) -> None:
    with pytest.raises(ValueError, match=r"learning_rate must have the shape of train_loss \(2, 5\), got \(2, 4\)"):
        make_training(np.ones((2, 5)), learning_rate=np.ones((2, 4)))


def test_curves_of_another_number_of_seeds_are_refused() -> None:
    epochs = np.zeros(2, dtype=int)
    curves: dict[str, Any] = dict.fromkeys(CURVES, np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"curves of 1 seeds expected, got shape \(2, 3\)"):
        Training(Setting("sgd", 1), (0,), last_epoch=epochs, restored_epoch=epochs, **curves)


def test_the_restored_loss_is_that_of_the_restored_epoch(make_training: Callable[..., Training]) -> None:
    training = make_training([[3, 1, 2], [6, 5, 4]], restored_epoch=np.array([1, 2]))
    assert training.restored_valid_loss.tolist() == [1, 4]


def test_a_task_is_named_for_its_dataset_and_network() -> None:
    task = Task(DatasetSpec("wine", "wine"), NetworkSpec("mlp_16"), TaskType.MULTICLASS, 13, 3, "mse", 1, 1)
    assert task.name == "wine/mlp_16"
