"""The noise of simulated regrets: each scenario draws ``(n_tasks, n_seeds, n_rows)`` around a true mean of 0.

The sizes are those of 119 contests of real sweeps with 37 to 1,000 test rows. Their medians are a standard deviation
of 0.07 of skill between seeds (a tenth are above 0.3), 0.2 between rows (a tenth above 0.5) and 0.4 to 0.5 of the rest;
the sample skewness of the rows lies between -4.4 and 3.7 in eight of ten, their excess kurtosis has the median 9.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Shape = tuple[int, int, int]
Draw = Callable[[np.random.Generator, Shape], Array]

KINDS_APART = 0.5
REST = 0.3


def _add(*parts: Draw) -> Draw:
    """Return the scenario that is the sum of independent parts, which broadcast."""

    def draw(rng: np.random.Generator, shape: Shape) -> Array:
        total = np.zeros(shape, dtype=np.float32)
        for part in parts:
            total += part(rng, shape)
        return total

    return draw


def _normal(rng: np.random.Generator, *shape: int) -> Array:
    return rng.standard_normal(shape, dtype=np.float32)


def _seeds(spread: float) -> Draw:
    return lambda rng, shape: spread * _normal(rng, shape[0], shape[1], 1)


def _rows(spread: float) -> Draw:
    return lambda rng, shape: spread * _normal(rng, shape[0], 1, shape[2])


def _rest(spread: float = REST) -> Draw:
    return lambda rng, shape: spread * _normal(rng, *shape)


def _kinds(share: float, distance: float) -> Draw:
    """Return seeds of two kinds: ``share`` of them lie ``distance`` from the others, each kind spread by 0.03."""

    def draw(rng: np.random.Generator, shape: Shape) -> Array:
        rare = rng.random((shape[0], shape[1], 1)) < share
        offset = np.where(rare, distance * (1 - share), -distance * share)
        return np.asarray(offset + 0.03 * _normal(rng, shape[0], shape[1], 1), dtype=np.float32)

    return draw


def _heavy_tailed_seeds(rng: np.random.Generator, shape: Shape) -> Array:
    """Return seeds of Student's t with 3 degrees of freedom and a standard deviation of 0.15."""
    return np.asarray(0.15 / np.sqrt(3) * rng.standard_t(3, (shape[0], shape[1], 1)), dtype=np.float32)


def _heavy_tailed_rows(rng: np.random.Generator, shape: Shape) -> Array:
    """Return rows of Student's t with 3 degrees of freedom and a standard deviation of 0.2."""
    return np.asarray(0.2 / np.sqrt(3) * rng.standard_t(3, (shape[0], 1, shape[2])), dtype=np.float32)


def _skewed_rows(sigma: float, spread: float) -> Draw:
    """Return lognormal rows: their skewness is 3.3 for a ``sigma`` of 0.75 and 6.2 for 1; below 0 the tail is lower."""
    square = np.exp(sigma**2)
    scale = spread / np.sqrt((square - 1) * square)

    def draw(rng: np.random.Generator, shape: Shape) -> Array:
        rows = np.exp(sigma * _normal(rng, shape[0], 1, shape[2]))
        return np.asarray(scale * (rows - np.sqrt(square)), dtype=np.float32)

    return draw


def _rows_in_pairs(rng: np.random.Generator, shape: Shape) -> Array:
    """Return rows that depend on one another: neighbours in pairs, correlated by 0.3."""
    pairs = np.repeat(_normal(rng, shape[0], 1, (shape[2] + 1) // 2), 2, axis=2)[..., : shape[2]]
    return np.asarray(
        0.2 * (np.sqrt(0.3) * pairs + np.sqrt(0.7) * _normal(rng, shape[0], 1, shape[2])), dtype=np.float32
    )


def _dead_seeds(rng: np.random.Generator, shape: Shape) -> Array:
    """Return a fifth of the seeds 0.5 worse and with large row effects of their own: networks that died."""
    dead = rng.random((shape[0], shape[1], 1)) < 0.2
    own = 0.8 * _normal(rng, shape[0], 1, shape[2])
    alive = 0.1 * _normal(rng, shape[0], 1, shape[2])
    return np.asarray(np.where(dead, -0.4 + own, 0.1 + alive), dtype=np.float32)


SCENARIOS: Mapping[str, Draw] = {
    "normal": _add(_seeds(0.1), _rows(0.2), _rest()),
    "heavy-tailed rows": _add(_seeds(0.05), _heavy_tailed_rows, _rest()),
    "heavy-tailed seeds": _add(_heavy_tailed_seeds, _rows(0.1), _rest()),
    "two kinds of seeds, even": _add(_kinds(0.5, KINDS_APART), _rows(0.1), _rest()),
    "one seed in 5 worse": _add(_kinds(0.2, -KINDS_APART), _rows(0.1), _rest()),
    "one seed in 5 better": _add(_kinds(0.2, KINDS_APART), _rows(0.1), _rest()),
    "one seed in 10 worse": _add(_kinds(0.1, -KINDS_APART), _rows(0.1), _rest()),
    "one seed in 20 worse": _add(_kinds(0.05, -KINDS_APART), _rows(0.1), _rest()),
    "one seed in 5 dead, with rows of its own": _add(_dead_seeds, _rest(0.1)),
    "skewed rows, low tail": _add(_seeds(0.05), _skewed_rows(0.75, -0.2), _rest()),
    "skewed rows, high tail": _add(_seeds(0.05), _skewed_rows(0.75, 0.2), _rest()),
    "strongly skewed rows, low tail": _add(_seeds(0.05), _skewed_rows(1.0, -0.2), _rest()),
    "strongly skewed rows, high tail": _add(_seeds(0.05), _skewed_rows(1.0, 0.2), _rest()),
    "one seed in 5 worse and skewed rows": _add(_kinds(0.2, -KINDS_APART), _skewed_rows(0.75, -0.1), _rest()),
    "rows alike in every seed": _add(_seeds(0.05), _rows(0.2), _rest(0.02)),
    "rows in correlated pairs": _add(_seeds(0.05), _rows_in_pairs, _rest()),
    "tuned is nearly the default": _add(_seeds(0.001), _rows(0.001), _rest(0.001)),
    "tuned is the default": _add(),
}
