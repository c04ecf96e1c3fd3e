"""How often the interval at 95 % for a fixed number of seeds holds the true mean, over simulated tasks."""

import numpy as np
import pytest

from undefault.calibration.scenarios import SCENARIOS
from undefault.records import FloatArray
from undefault.seeds import generator
from undefault.verdicts.interval import bounds
from undefault.verdicts.layout import two_way_layout

N_TASKS = 2000
SKEWED = ("skewed rows, low tail", "skewed rows, high tail")


def simulated(scenario: str, n_seeds: int, n_rows: int) -> FloatArray:
    """Return regrets of true mean 0."""
    return SCENARIOS[scenario](generator("coverage", scenario, n_rows), (N_TASKS, n_seeds, n_rows))


def coverage(differences: FloatArray) -> float:
    low, high = bounds(two_way_layout(differences), alpha=0.05)
    return float(((low <= 0) & (high >= 0)).mean())


@pytest.mark.parametrize("n_rows", [20, 60])
@pytest.mark.parametrize(
    "scenario", ["normal", "heavy-tailed rows", "two kinds of seeds, even", "one seed in 5 worse", *SKEWED]
)
def test_the_interval_holds_the_true_mean_in_93_to_97_of_100_tasks(scenario: str, n_rows: int) -> None:
    """64 seeds. The share over 2,000 tasks has a standard deviation of at most 0.0057 at the bounds.

    A tolerance of two of them is added: an interval right at a bound fails once in 40 changes of the fixed seed, one
    that holds 95 % once in 10 million.
    """
    held = coverage(simulated(scenario, 64, n_rows))
    assert 0.93 - 2 * 0.0057 <= held <= 0.97 + 2 * 0.0038


@pytest.mark.parametrize("scenario", ["normal", "heavy-tailed rows"])
def test_an_interval_over_seeds_alone_would_miss_too_often(scenario: str) -> None:
    """Why rows are a random effect too: the interval of the seeds' means holds far fewer than 95 %."""
    means = simulated(scenario, 16, 20).mean(axis=2, keepdims=True)
    assert coverage(np.repeat(means, 2, axis=2)) < 0.9
