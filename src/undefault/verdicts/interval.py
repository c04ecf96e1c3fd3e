"""The interval of a mean over seeds and test rows, both drawn from more that could have been."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from undefault.records import FloatArray


@dataclass(frozen=True)
class Interval:
    """A mean with its two-sided confidence bounds at level ``1 - alpha``.

    Its squared standard error is ``seed_variance / n_seeds + row_variance``: more seeds shrink the first part only.
    """

    mean: float
    low: float
    high: float
    n_seeds: int
    seed_variance: float
    row_variance: float
    freedom: float

    @property
    def standard_error(self) -> float:
        """The standard error of the mean."""
        return float(np.sqrt(self.seed_variance / self.n_seeds + self.row_variance))


def two_way_interval(differences: FloatArray, *, alpha: float) -> Interval:
    """Return the interval at level ``1 - alpha`` of the mean of ``differences`` ``(n_seeds, n_rows)``, at least 2 by 2.

    Seeds and rows are crossed random effects, for the verdict must hold with other seeds and other rows of the same
    source. With the mean squares of the two-way layout without replication, the grand mean has the variance
    (MS_seeds + MS_rows - MS_rest) / (n_seeds n_rows); where MS_rows falls below MS_rest its part is taken as 0 (Searle,
    Casella & McCulloch 1992, Variance Components, ch. 4). The quantile is Student's t with Satterthwaite's (1946)
    degrees of freedom, at least those of the smaller side, which the part taken off MS_rows could undercut. Where all
    differences are equal, the interval is a point.
    """
    values = np.asarray(differences, dtype=float)
    n_seeds, n_rows = values.shape
    ms_seeds, ms_rows, ms_rest = _mean_squares(values)
    seed_variance, row_variance = ms_seeds / n_rows, max(ms_rows - ms_rest, 0.0) / (n_seeds * n_rows)
    spread = ms_seeds**2 / (n_seeds - 1)
    if row_variance > 0:
        spread += ms_rows**2 / (n_rows - 1) + ms_rest**2 / ((n_seeds - 1) * (n_rows - 1))
    total = ms_seeds + max(ms_rows - ms_rest, 0.0)
    freedom = max(total**2 / spread, min(n_seeds, n_rows) - 1) if spread > 0 else np.inf
    mean = float(values.mean())
    reach = float(stats.t.ppf(1 - alpha / 2, freedom) * np.sqrt(total / values.size))
    return Interval(mean, mean - reach, mean + reach, n_seeds, seed_variance, row_variance, float(freedom))


def _mean_squares(values: FloatArray) -> tuple[float, float, float]:
    """Return the mean squares of seeds, rows and the rest."""
    n_seeds, n_rows = values.shape
    seed_effects = values.mean(axis=1, keepdims=True) - values.mean()
    row_effects = values.mean(axis=0, keepdims=True) - values.mean()
    rest = values - values.mean() - seed_effects - row_effects
    return (
        n_rows * float((seed_effects**2).sum()) / (n_seeds - 1),
        n_seeds * float((row_effects**2).sum()) / (n_rows - 1),
        float((rest**2).sum()) / ((n_seeds - 1) * (n_rows - 1)),
    )
