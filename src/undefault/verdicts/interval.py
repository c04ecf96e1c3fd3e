"""The interval of a mean over seeds and test rows, robust to skewed rows and to rare kinds of seeds."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from undefault.records import FloatArray
from undefault.verdicts.layout import Layout, two_way_layout

STRAIGHT = 1e-6  # below this skewness Hall's transformation is the identity in double precision
MOST_STEPS = 2.0


@dataclass(frozen=True)
class Interval:
    """A mean with its two-sided confidence bounds, and the moments they rest on, named as in `Layout`."""

    mean: float
    low: float
    high: float
    n_seeds: int
    seed_variance: float
    row_variance: float
    freedom: float
    skewness: float

    @property
    def standard_error(self) -> float:
        """The standard error of the mean."""
        return float(np.sqrt(self.seed_variance / self.n_seeds + self.row_variance))


def two_way_interval(differences: FloatArray, *, alpha: float) -> Interval:
    """Return the interval at level ``1 - alpha`` of the mean of ``differences`` ``(n_seeds, n_rows)``, at least 2 by 2.

    The level is that of a number of seeds fixed beforehand; `bounds` tells the method. Where all differences are equal,
    the interval is a point.
    """
    layout = two_way_layout(differences)
    return as_interval(layout, *bounds(layout, alpha=alpha))


def as_interval(layout: Layout, low: FloatArray, high: FloatArray) -> Interval:
    """Return one task's moments and bounds as a record of plain numbers."""
    return Interval(
        mean=float(layout.mean),
        low=float(low),
        high=float(high),
        n_seeds=layout.n_seeds,
        seed_variance=float(layout.seed_variance),
        row_variance=float(layout.row_variance),
        freedom=float(layout.freedom),
        skewness=float(layout.skewness),
    )


def bounds(layout: Layout, *, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Return the bounds at level ``1 - alpha``, each of the shape of the tasks.

    Student's bounds miss too often on the side of a long tail. Hall's (1992, Journal of the Royal Statistical Society B
    54) correct for the skewness by a monotone cubic of the studentized mean; like a bootstrap-t they are right to
    second order, without its resampling and its random numbers. The skewness of few rows is known poorly: its estimate
    falls short (Joanes & Gill 1998, The Statistician 47), so that ``1 + FEW_ROWS / n_rows`` times it is taken, and it
    must never make a bound narrower. So each bound is the wider one of Hall's for the skewness of seeds and rows and
    of Hall's for that of the seeds alone, which is Student's where the seeds are symmetric.
    """
    quantile = np.asarray(special.stdtrit(layout.freedom, 1 - alpha / 2))
    error = layout.standard_error
    below = np.maximum(_hall(quantile, layout.seed_skewness), _hall(quantile, layout.skewness))
    above = np.maximum(_hall(quantile, -layout.seed_skewness), _hall(quantile, -layout.skewness))
    return layout.mean - below * error, layout.mean + above * error


def _hall(quantile: FloatArray, skewness: FloatArray) -> FloatArray:
    """Return where the studentized mean of that skewness has a quantile of 0 or more.

    It is the inverse of g(T) = T + s (T^2 / 3 + 1 / 6) + s^2 T^3 / 27, which runs away where 1 + s q nears 0: a few
    test rows of huge loss would leave a regret of 0.7 undecided. Outwards it goes at most `MOST_STEPS` times as far as
    the first-order correction (Johnson 1978, Journal of the American Statistical Association 73).
    """
    is_straight = np.abs(skewness) < STRAIGHT
    safe = np.where(is_straight, 1.0, skewness)
    curved = 3 / safe * (np.cbrt(1 + safe * (quantile - safe / 6)) - 1)
    furthest = quantile - MOST_STEPS * skewness * (2 * quantile**2 + 1) / 6
    return np.where(is_straight, quantile, np.minimum(curved, np.maximum(furthest, quantile)))
