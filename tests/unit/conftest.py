"""Small made trainings, scored or not, and a small real problem."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import settings

from undefault.datasets import HeldBack, load_dataset
from undefault.problem import Problem
from undefault.records import STATISTICS, DatasetSpec, FloatArray, NetworkSpec, Setting, Task, TaskType, Training
from undefault.verdicts.scores import Scored

settings.register_profile("unit", deadline=None, max_examples=50)
settings.load_profile("unit")
ADAM = Setting("adam", 0.001)


@pytest.fixture(scope="session")
def make_training() -> Callable[..., Training]:
    """Return a function that makes a training from its validation curves ``(n_seeds, n_epochs)``."""

    def make(valid_loss: npt.ArrayLike, *, setting: Setting = ADAM, first_seed: int = 0, **measured: Any) -> Training:
        curves = np.atleast_2d(np.asarray(valid_loss, dtype=np.float32))
        n_seeds, n_epochs = curves.shape
        last = np.full(n_seeds, n_epochs - 1)
        defaults = {
            "train_loss": curves,
            "valid_metric": np.zeros_like(curves),
            "learning_rate": np.full_like(curves, setting.learning_rate),
            **dict.fromkeys(STATISTICS, np.ones_like(curves)),
            "last_epoch": last,
            "restored_epoch": last,
        }
        seeds = tuple(range(first_seed, first_seed + n_seeds))
        return Training(setting, seeds, valid_loss=curves, **{**defaults, **measured})

    return make


@pytest.fixture(scope="session")
def make_scored(make_training: Callable[..., Training]) -> Callable[..., Scored]:
    """Return a function that scores a made training against constants that lose 1, so that skill is 1 - loss."""

    def make(valid_loss: npt.ArrayLike, *, test_loss: FloatArray | None = None, **measured: Any) -> Scored:
        metric = None if test_loss is None else np.zeros(len(test_loss))
        tested = {"test_loss": test_loss, "last_test_loss": test_loss, "test_metric": metric}
        training = make_training(valid_loss, **tested, **measured)
        ones = np.ones(len(training.seeds))
        return Scored(training, ones, None if test_loss is None else ones)

    return make


@pytest.fixture(scope="session")
def moons() -> tuple[Problem, HeldBack]:
    """Return a binary task of 75 development rows, and the 25 test rows held back from it."""
    spec = DatasetSpec("moons", "moons", parameters={"n_rows": 100})
    dataset, held_back = load_dataset(spec, seed=3)
    network = NetworkSpec("mlp_2", hidden=(2,))
    task = Task(spec, network, TaskType.BINARY, 2, 1, "binary_crossentropy", epochs=4, batch_size=16)
    return Problem(task, dataset, n_parameters=9, seed=5), held_back
