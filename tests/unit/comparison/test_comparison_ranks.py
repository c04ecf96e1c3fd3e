"""Ranks, Friedman's test and Nemenyi's critical difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from undefault.comparison.ranks import critical_difference, rank_optimizers

tables = hnp.arrays(float, st.tuples(st.integers(2, 8), st.integers(3, 6)), elements=st.floats(-1, 1, width=16))


@given(tables)
def test_mean_ranks_always_have_the_same_sum(skills: np.ndarray) -> None:
    n_optimizers = skills.shape[1]
    ranks = rank_optimizers(skills, alpha=0.05).mean_ranks
    assert ranks.sum() == pytest.approx(n_optimizers * (n_optimizers + 1) / 2)
    assert ranks.min() >= 1
    assert ranks.max() <= n_optimizers


@given(tables, st.floats(0.5, 4))
def test_ranks_do_not_change_when_every_skill_is_stretched(skills: np.ndarray, factor: float) -> None:
    one, other = rank_optimizers(skills, alpha=0.05), rank_optimizers(skills * factor, alpha=0.05)
    np.testing.assert_allclose(one.mean_ranks, other.mean_ranks)


def test_the_best_skill_has_rank_1_and_ties_share() -> None:
    assert rank_optimizers(np.array([[0.9, 0.5, 0.5]]), alpha=0.05).mean_ranks.tolist() == [1, 2.5, 2.5]


@pytest.mark.parametrize(("n_optimizers", "quantile"), [(2, 1.960), (3, 2.343), (5, 2.728), (10, 3.164)])
def test_the_critical_difference_is_demsars(n_optimizers: int, quantile: float) -> None:
    """Demsar 2006, table 5(a): the two-tailed critical values of Nemenyi's test at 0.05."""
    expected = quantile * np.sqrt(n_optimizers * (n_optimizers + 1) / (6 * 30))
    assert critical_difference(n_optimizers, 30, alpha=0.05) == pytest.approx(expected, rel=1e-3)


def test_friedmans_p_is_that_of_scipys_statistic_after_iman_and_davenport() -> None:
    skills = np.random.default_rng(1).normal(size=(7, 4))
    chi_square = stats.friedmanchisquare(*skills.T).statistic
    ratio = 6 * chi_square / (7 * 3 - chi_square)
    assert rank_optimizers(skills, alpha=0.05).p_value == pytest.approx(stats.f.sf(ratio, 3, 18))


def test_datasets_that_all_agree_have_the_exact_p() -> None:
    """One order of 3 in 3! on each of 2 further datasets."""
    assert rank_optimizers(np.tile([0.9, 0.5, 0.1], (3, 1)), alpha=0.05).p_value == pytest.approx(1 / 36)


def test_optimizers_that_are_all_equal_do_not_differ() -> None:
    assert rank_optimizers(np.zeros((4, 3)), alpha=0.05).p_value == 1


@pytest.mark.parametrize("shape", [(1, 5), (5, 2)])
def test_too_little_is_ranked_and_not_tested(shape: tuple[int, int]) -> None:
    ranking = rank_optimizers(np.random.default_rng(0).normal(size=shape), alpha=0.05)
    assert np.isnan(ranking.p_value)
    assert np.isnan(ranking.critical_difference)


def test_alike_optimizers_are_told_apart_at_most_at_the_error_rate() -> None:
    """400 tables of alike optimizers; 0.05 is exceeded by 4 standard deviations (0.044) once in 30,000 runs."""
    random = np.random.default_rng(7)
    p_values = [rank_optimizers(random.normal(size=(8, 5)), alpha=0.05).p_value for _ in range(400)]
    assert np.mean(np.array(p_values) <= 0.05) <= 0.05 + 0.044
