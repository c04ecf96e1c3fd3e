"""Importances of hyperparameters by Optuna's PED-ANOVA."""

import numpy as np
import pytest

from undefault.records import Setting
from undefault.search.importance import Scored, importances
from undefault.specs import OptimizerSpec, Range, SearchSpace

RATE = Range(1e-4, 1)
SPACE = SearchSpace(
    (OptimizerSpec("adam", "Adam", RATE, {"beta_1": Range(0.01, 0.5, complement=True)}),),
    decays=(),
    weight_decay=RATE,
    patience=Range(1, 50, integer=True),
)


def trials(n_trials: int) -> list[Scored]:
    """Return trials of two studies, one in units 1,000 times the other's, that only the learning rate decides."""
    random = np.random.default_rng(0)
    settings = [
        Setting("adam", float(10 ** random.uniform(-4, 0)), {"beta_1": float(random.uniform(0.5, 0.99))})
        for _ in range(n_trials)
    ]
    units = {"iris": 1.0, "wine": 1000.0}
    return [Scored(s, one, u * abs(np.log10(one.learning_rate) + 2)) for s, u in units.items() for one in settings]


def test_what_decides_is_most_important_in_whatever_units_the_studies_are() -> None:
    found = importances(trials(60), SPACE)["adam"]
    assert found["learning_rate"] > 0.8
    assert sum(found.values()) == pytest.approx(1)
    assert set(found) == {"learning_rate", "beta_1", "early_stopping", "weight_decay", "decay"}


def test_an_optimizer_with_too_few_trials_is_left_out() -> None:
    assert importances(trials(9), SPACE) == {}
