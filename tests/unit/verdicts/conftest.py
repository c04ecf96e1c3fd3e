"""Regrets simulated from crossed seeds and rows, whose true mean is known."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from undefault.records import FloatArray

Draw = Callable[[np.random.Generator, int, int], FloatArray]


def _normal(rng: np.random.Generator, n_seeds: int, n_rows: int) -> FloatArray:
    rest = rng.normal(0, 0.3, (n_seeds, n_rows))
    return rng.normal(0, 0.1, (n_seeds, 1)) + rng.normal(0, 0.3, (1, n_rows)) + rest


def _heavy_tailed_rows(rng: np.random.Generator, n_seeds: int, n_rows: int) -> FloatArray:
    """Return rows and rests of Student's t with 3 degrees of freedom: a few rows decide."""
    rest = 0.2 * rng.standard_t(3, (n_seeds, n_rows))
    return rng.normal(0, 0.05, (n_seeds, 1)) + 0.2 * rng.standard_t(3, (1, n_rows)) + rest


def _two_humps(rng: np.random.Generator, n_seeds: int, n_rows: int) -> FloatArray:
    """Return seeds half of which are 0.2 better, half 0.2 worse: a default that works or does not."""
    seeds = rng.choice([-0.2, 0.2], (n_seeds, 1))
    return seeds + rng.normal(0, 0.2, (1, n_rows)) + rng.normal(0, 0.2, (n_seeds, n_rows))


def _uneven_humps(rng: np.random.Generator, n_seeds: int, n_rows: int) -> FloatArray:
    """Return seeds a fifth of which are 0.4 better, the others 0.1 worse: 8 seeds may all be of one kind."""
    seeds = np.where(rng.random((n_seeds, 1)) < 0.2, -0.4, 0.1)
    return seeds + rng.normal(0, 0.2, (1, n_rows)) + rng.normal(0, 0.2, (n_seeds, n_rows))


@pytest.fixture(scope="session")
def scenarios() -> Mapping[str, Draw]:
    """Return functions that draw regrets ``(n_seeds, n_rows)`` of true mean 0, by name."""
    return {
        "normal": _normal,
        "heavy-tailed rows": _heavy_tailed_rows,
        "two humps": _two_humps,
        "uneven humps": _uneven_humps,
    }
