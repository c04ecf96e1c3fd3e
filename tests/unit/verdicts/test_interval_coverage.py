"""How often the interval at 95 % holds the true mean, over simulated tasks."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from undefault.verdicts.interval import two_way_interval

N_TASKS = 2000
TRUE_MEAN = 0.02


@pytest.mark.parametrize("n_rows", [20, 60])
@pytest.mark.parametrize("scenario", ["normal", "heavy-tailed rows", "two humps"])
def test_the_interval_holds_the_true_mean_in_95_of_100_tasks(
    scenarios: Mapping[str, Any], scenario: str, n_rows: int
) -> None:
    """8 seeds. The share over 2,000 tasks has a standard deviation of sqrt(0.05 * 0.95 / 2000) = 0.0049.

    The interval is approximate, so the law is "at least 93.5 %": 3.1 standard deviations below 95 %. An interval that
    holds exactly 95 % would fail here once in 1,000 changes of the seed; with this fixed seed it does not.
    """
    rng = np.random.default_rng(20)
    held = 0
    for _ in range(N_TASKS):
        interval = two_way_interval(TRUE_MEAN + scenarios[scenario](rng, 8, n_rows), alpha=0.05)
        held += interval.low <= TRUE_MEAN <= interval.high
    assert held / N_TASKS >= 0.95 - 3.1 * 0.0049


@pytest.mark.parametrize("scenario", ["normal", "heavy-tailed rows"])
def test_an_interval_over_seeds_alone_would_miss_too_often(scenarios: Mapping[str, Any], scenario: str) -> None:
    """Why rows are a random effect too: Student's interval of the seeds' means holds far fewer than 95 %."""
    rng = np.random.default_rng(21)
    held = 0
    for _ in range(500):
        means = scenarios[scenario](rng, 8, 20).mean(axis=1, keepdims=True)
        interval = two_way_interval(np.repeat(means, 2, axis=1), alpha=0.05)
        held += interval.low <= 0 <= interval.high
    assert held / 500 < 0.9
