"""Mean ranks of optimizers over datasets, and how far apart two of them must be to differ."""

from dataclasses import dataclass
from math import factorial

import numpy as np
from scipy import stats

from undefault.records import FloatArray


@dataclass(frozen=True)
class Ranking:
    """Optimizers ranked on every dataset: 1 is the best, ties share their ranks.

    ``mean_ranks`` is ``(n_optimizers,)``. ``p_value`` is Friedman's against "all are alike"; it and
    ``critical_difference``, in ranks, are NaN with fewer than 2 datasets or 3 optimizers.
    """

    mean_ranks: FloatArray
    n_datasets: int
    p_value: float
    critical_difference: float


def rank_optimizers(skills: FloatArray, *, alpha: float) -> Ranking:
    """Return the ranking by ``skills`` ``(n_datasets, n_optimizers)``, the datasets independent of each other.

    Friedman's test in the form of Iman and Davenport (1980), then Nemenyi's critical difference: two optimizers
    differ at the error rate ``alpha`` of all pairs together where their mean ranks are at least that far apart
    (Demsar 2006, Journal of Machine Learning Research 7). Wilcoxon's tests with Holm's correction are the alternative;
    with 11 optimizers and 8 datasets no pair could pass them, for 2 / 2**8 is above 0.05 / 55.
    """
    ranks = stats.rankdata(-np.asarray(skills, dtype=float), axis=1)
    n_datasets, n_optimizers = ranks.shape
    mean_ranks = ranks.mean(axis=0)
    if n_datasets < 2 or n_optimizers < 3:
        return Ranking(mean_ranks, n_datasets, np.nan, np.nan)
    return Ranking(mean_ranks, n_datasets, _friedman(ranks), critical_difference(n_optimizers, n_datasets, alpha=alpha))


def critical_difference(n_optimizers: int, n_datasets: int, *, alpha: float) -> float:
    """Return Nemenyi's critical difference of mean ranks.

    >>> round(critical_difference(5, 30, alpha=0.05), 3)
    1.114
    """
    quantile = float(stats.studentized_range.ppf(1 - alpha, n_optimizers, np.inf)) / np.sqrt(2)
    return float(quantile * np.sqrt(n_optimizers * (n_optimizers + 1) / (6 * n_datasets)))


def _friedman(ranks: FloatArray) -> float:
    """Return the p-value from ``ranks`` ``(n_datasets, n_optimizers)``, by a two-way analysis of their variance."""
    n_datasets, n_optimizers = ranks.shape
    middle = (n_optimizers + 1) / 2
    total = float(((ranks - middle) ** 2).sum())
    between = n_datasets * float(((ranks.mean(axis=0) - middle) ** 2).sum())
    if between <= 0:
        return 1.0
    if total - between <= 1e-9 * total:
        return float(1 / factorial(n_optimizers) ** (n_datasets - 1))  # exact: all datasets in the same order
    ratio = between / (n_optimizers - 1) / ((total - between) / ((n_optimizers - 1) * (n_datasets - 1)))
    return float(stats.f.sf(ratio, n_optimizers - 1, (n_optimizers - 1) * (n_datasets - 1)))
