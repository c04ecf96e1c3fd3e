"""The moments of a mean over seeds and test rows, both drawn from more that could have been."""

from dataclasses import dataclass, replace

import numpy as np

from undefault.records import FloatArray

FEW_ROWS = 10.0


@dataclass(frozen=True)
class Layout:
    """What the differences of one task or of many say about their mean; every array has the shape of the tasks.

    The mean's variance is ``seed_variance / n_seeds + row_variance``: more seeds shrink the first part only.
    ``freedom`` are its degrees of freedom, ``skewness`` is the third cumulant of the mean in units of its standard
    error, which for one sample of n values is their skewness over the square root of n; ``seed_skewness`` is the
    seeds' part of it.
    """

    n_seeds: int
    n_rows: int
    mean: FloatArray
    seed_variance: FloatArray
    row_variance: FloatArray
    freedom: FloatArray
    skewness: FloatArray
    seed_skewness: FloatArray

    @property
    def standard_error(self) -> FloatArray:
        """The standard error of the mean."""
        return np.sqrt(self.seed_variance / self.n_seeds + self.row_variance)

    def with_seeds(self, n_seeds: int) -> "Layout":
        """Return what ``n_seeds`` would say if the mean and all moments of seeds and rows stayed as they are."""
        grown = replace(self, n_seeds=n_seeds)
        narrowing = _ratio(self.standard_error, grown.standard_error) ** 3
        by_rows = narrowing * (self.skewness - self.seed_skewness)
        by_seeds = narrowing * self.seed_skewness * (self.n_seeds / n_seeds) ** 2
        return replace(grown, skewness=by_seeds + by_rows, seed_skewness=by_seeds)


def two_way_layout(differences: FloatArray) -> Layout:
    """Return the moments of ``differences`` ``(..., n_seeds, n_rows)``, at least 2 by 2; leading axes are tasks.

    The estimand is the mean over all seeds and all rows of the task's source, of which these are samples: seeds and
    rows are crossed random effects. Any such array is a sum of a seed effect, a row effect and a rest that are
    uncorrelated, whatever the rest depends on (Hoeffding's decomposition; Menzel 2021, Econometrica 89), so with the
    mean squares of the two-way layout the grand mean has the variance (MS_seeds + MS_rows - MS_rest) / (n_seeds
    n_rows); where MS_rows falls below MS_rest its part is taken as 0 (Searle, Casella & McCulloch 1992, Variance
    Components, ch. 4). It is the estimator of two-way clustering (Cameron, Gelbach & Miller 2011, Journal of Business &
    Economic Statistics 29) and of the pigeonhole bootstrap (Owen 2007, Annals of Applied Statistics 1).
    """
    values = np.asarray(differences, dtype=float)
    n_seeds, n_rows = values.shape[-2:]
    mean = np.asarray(values.mean(axis=(-2, -1)))
    centred = values - mean[..., None, None]
    seeds, rows = centred.mean(axis=-1), centred.mean(axis=-2)
    ms_seeds = n_rows * (seeds**2).sum(axis=-1) / (n_seeds - 1)
    ms_rows = n_seeds * (rows**2).sum(axis=-1) / (n_rows - 1)
    ms_rest = _rest(centred, seeds, rows)
    seed_variance = ms_seeds / n_rows
    row_variance = np.maximum(ms_rows - ms_rest, 0.0) / (n_seeds * n_rows)
    freedom = _freedom((ms_seeds, ms_rows, ms_rest), n_seeds, n_rows)
    cubed_error = np.power(seed_variance / n_seeds + row_variance, 1.5)
    by_seeds = _ratio(_third_cumulant(seeds), cubed_error)
    by_rows = _ratio(_row_share(ms_rows, ms_rest) * (1 + FEW_ROWS / n_rows) * _third_cumulant(rows), cubed_error)
    return Layout(n_seeds, n_rows, mean, seed_variance, row_variance, freedom, by_seeds + by_rows, by_seeds)


def _rest(centred: FloatArray, seeds: FloatArray, rows: FloatArray) -> FloatArray:
    """Return the mean square of what neither seed nor row explains, at least 0."""
    n_seeds, n_rows = centred.shape[-2:]
    explained = n_rows * (seeds**2).sum(axis=-1) + n_seeds * (rows**2).sum(axis=-1)
    total = np.einsum("...sr,...sr->...", centred, centred)
    return np.asarray(np.maximum(total - explained, 0.0) / ((n_seeds - 1) * (n_rows - 1)))


def _freedom(mean_squares: tuple[FloatArray, FloatArray, FloatArray], n_seeds: int, n_rows: int) -> FloatArray:
    """Return Satterthwaite's (1946) degrees of freedom, at least those of the smaller side; infinite for no spread.

    The part that MS_rest takes off MS_rows could otherwise undercut the smaller side.
    """
    seeds, rows, rest = mean_squares
    added = rows**2 / (n_rows - 1) + rest**2 / ((n_seeds - 1) * (n_rows - 1))
    spread = seeds**2 / (n_seeds - 1) + np.where(rows > rest, added, 0.0)
    total = seeds + np.maximum(rows - rest, 0.0)
    freedom = np.maximum(_ratio(total**2, spread), min(n_seeds, n_rows) - 1)
    return np.asarray(np.where(spread > 0, freedom, np.inf))


def _third_cumulant(effects: FloatArray) -> FloatArray:
    """Return the unbiased third cumulant of the mean of ``effects`` ``(..., n)``, which are centred; 0 for two."""
    count = effects.shape[-1]
    return np.asarray((effects**3).sum(axis=-1) / (max((count - 1) * (count - 2), 1) * count))


def _row_share(ms_rows: FloatArray, ms_rest: FloatArray) -> FloatArray:
    """Return the power 3/2 of the rows' own share in the variance of the row means."""
    return np.asarray(np.power(_ratio(np.maximum(ms_rows - ms_rest, 0.0), ms_rows), 1.5))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return ``part / whole``, 0 where ``whole`` is 0."""
    return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=np.asarray(whole) > 0)
