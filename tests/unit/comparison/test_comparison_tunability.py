"""What tuning wins, over sources and for one hyperparameter alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.comparison.hyperparameters import NEVER, lay_out, point_of
from undefault.comparison.tunability import Searched, hyperparameter_gains, tunability
from undefault.records import Decay, Setting

ADAM = Setting("adam", 0.001, {"beta_1": 0.9})


def test_tasks_on_one_source_count_as_one() -> None:
    estimate = tunability(np.array([0.1, 0.3, 0.6]), np.array(["wine", "wine", "iris"]), alpha=0.05)
    assert estimate.mean == pytest.approx((0.2 + 0.6) / 2)
    assert estimate.n_units == 2


def test_a_setting_is_a_point_with_its_decay_as_one_hyperparameter() -> None:
    decayed = replace(ADAM, decay=Decay("cosine", {"alpha": 0.1}), patience=5)
    matrix, columns = lay_out([point_of(ADAM), point_of(decayed)])
    assert set(columns) == {"decay", "early_stopping"}
    assert len(columns["decay"]) == 3
    assert sorted(matrix[:, columns["early_stopping"][0]]) == [5, NEVER]


@given(st.lists(st.floats(1e-4, 1), min_size=2, max_size=8, unique=True))
def test_only_what_changes_is_a_hyperparameter(rates: list[float]) -> None:
    matrix, columns = lay_out([point_of(replace(ADAM, learning_rate=rate)) for rate in rates])
    assert dict(columns) == {"learning_rate": [0]}
    assert matrix[:, 0].tolist() == rates


def searched(n_trials: int) -> Searched:
    """Return trials on two tasks where the first column alone wins, up to 0.5, and the default has it at 0."""
    random = np.random.default_rng(0)
    points = random.uniform(0, 1, (n_trials, 2))
    task = np.arange(n_trials) % 2
    points[:2] = 0
    default_skill = np.array([0.1, 0.4])
    skill = default_skill[task] + 0.5 * points[:, 0]
    return Searched(points, {"rate": [0], "idle": [1]}, task, skill, np.zeros(2), default_skill)


def test_the_hyperparameter_that_wins_is_told_from_the_one_that_does_not() -> None:
    found = hyperparameter_gains(searched(120))
    assert found is not None
    assert found.r2 > 0.9
    assert found.gains["rate"] == pytest.approx([0.5, 0.5], abs=0.1)
    assert found.gains["idle"].max() < 0.1


def test_gains_are_never_negative_and_the_same_each_time() -> None:
    one, again = hyperparameter_gains(searched(40)), hyperparameter_gains(searched(40))
    assert one is not None
    assert again is not None
    for name, gains in one.gains.items():
        assert (gains >= 0).all()
        np.testing.assert_array_equal(gains, again.gains[name])


def test_too_few_trials_have_no_surrogate() -> None:
    assert hyperparameter_gains(searched(19)) is None
