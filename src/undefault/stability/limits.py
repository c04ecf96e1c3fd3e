"""The largest stable learning rate: predicted from sharpness, and read off full-batch loss curves.

What is compared. A training on all rows at once from the initial weights, for as many steps as the task has epochs, is
*stable* where its loss never rises, see `is_stable`. Predicted is the largest such rate from the sharpness alone,
measured along *another* path: that of gradient descent with small steps. Until training becomes unstable it follows
that path (Cohen et al. 2021), but whether the loss then rises, and when, is not put in: sharpness changes, several
curvatures act together, and the loss is no quadratic.

Of adaptive descent the path is its own with small steps, and sharpness is that of the preconditioned Hessian.
Disturbances change the preconditioner too, which damps them; that is not put in either.
"""

from dataclasses import dataclass

import numpy as np

from undefault.records import BoolArray, FloatArray
from undefault.stability.descent import Descent

GROWN = 10.0  # times; a disturbance that grows less before the sharpness falls is not seen in the loss
RESOLUTION = 1.01  # factor between the rates that a prediction chooses from
HIGHEST = 1e3  # times the limit of the sharpest point; no prediction beyond
FIRST_RATES = 7  # tried over the whole range
NEXT_RATES = 3  # tried between the highest stable and the lowest unstable rate, each time
ROUNDS = 2
RISE = 0.01  # of the initial loss


@dataclass(frozen=True)
class SharpnessPath:
    """Sharpness, the largest eigenvalue of the training loss's Hessian, along descent with small steps.

    ``times`` ``(n_points,)`` are learning rate times steps, from 0; ``sharpness`` ``(n_points,)``.
    """

    times: FloatArray
    sharpness: FloatArray

    def __post_init__(self) -> None:
        if self.times.shape != self.sharpness.shape or self.times[0] != 0:
            raise ValueError(
                f"a sharpness for each time from 0 was expected, got {self.times.shape} and {self.sharpness.shape}"
            )

    def at(self, times: FloatArray) -> FloatArray:
        """Return the sharpness at these times, the last one's beyond the end."""
        return np.interp(times, self.times, self.sharpness)


@dataclass(frozen=True)
class Observed:
    """The highest stable and the lowest unstable of ``n_rates`` rates tried.

    ``low`` is 0 where no rate is stable, ``high`` infinite where all are.
    """

    low: float
    high: float
    n_rates: int

    @property
    def limit(self) -> float:
        """The geometric middle of both, NaN where one is missing."""
        return float(np.sqrt(self.low * self.high)) if self.low > 0 and np.isfinite(self.high) else np.nan


def predict_limit(path: SharpnessPath, descent: Descent, n_steps: int) -> float:
    """Return the largest rate with which no disturbance grows `GROWN` times in ``n_steps`` steps.

    At rate r, step k sees the path's sharpness at time r k, times the descent's speed. A disturbance along the sharpest
    direction grows in each step in which the rate is above the limit there. Infinite where none grows at any rate.
    """
    sharpest = float(path.sharpness.max())
    if not sharpest > 0:
        return np.inf
    lowest = descent.limit / sharpest
    rates = lowest * RESOLUTION ** np.arange(np.log(HIGHEST) / np.log(RESOLUTION))
    steps = np.arange(n_steps)
    for rate in rates:
        grown = descent.growth(rate * path.at(rate * descent.speed * steps))
        if _largest_sum(grown) > np.log(GROWN):
            return float(rate / RESOLUTION)
    return np.inf


def _largest_sum(values: FloatArray) -> float:
    """Return the largest sum of neighbours: of all stretches of steps, the one with the largest growth."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return float((sums - np.minimum.accumulate(sums)).max())


def is_stable(losses: FloatArray, descent: Descent) -> BoolArray:
    """Return whether training with these losses at each step, ``(..., n_steps)``, is stable.

    Without momentum the loss must never rise by more than `RISE` of the initial one in a step. With momentum it may
    swing up again, but on a quadratic never above the initial one, for loss and motion together lose energy (Polyak
    1964); so it must never be above that by more than `RISE`. Adaptive steps grow as gradients shrink, so that they
    become unstable late, when the loss is far below the initial one; for them it must not rise in a step either.
    """
    first = losses[..., :1]
    may_swing = descent.momentum and not descent.is_adaptive
    with np.errstate(invalid="ignore", over="ignore"):
        rises = losses - first if may_swing else np.diff(losses, axis=-1)
        small = (rises <= RISE * first).all(axis=-1)
    return np.asarray(small & np.isfinite(losses).all(axis=-1))


def bracket(rates: FloatArray, stable: BoolArray) -> tuple[float, float]:
    """Return the rates between which training becomes unstable, ``rates`` rising, ``stable`` ``(n_rates, n_seeds)``.

    A rate counts as stable where most seeds are. The lower is 0 where the lowest is not, the upper infinite where all
    are.
    """
    most = stable.mean(axis=1) > 0.5
    if most.all():
        return float(rates[-1]), np.inf
    first = int(np.argmin(most))
    return (float(rates[first - 1]) if first else 0.0), float(rates[first])
