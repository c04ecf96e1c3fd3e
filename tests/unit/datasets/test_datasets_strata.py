"""Laws of stratified orders."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undefault.datasets.strata import stratified_order, target_strata
from undefault.records import TaskType

STRATA = st.lists(st.integers(0, 4), min_size=1, max_size=80).map(
    lambda codes: np.unique(codes, return_inverse=True)[1]
)


@given(strata=STRATA, seed=st.integers(0, 2**31), first=st.integers(0, 3))
def test_an_order_has_each_row_once(strata: np.ndarray, seed: int, first: int) -> None:
    order = stratified_order(strata, np.random.default_rng(seed), first=first)
    assert sorted(order) == list(range(len(strata)))


@given(strata=STRATA, seed=st.integers(0, 2**31))
def test_both_ends_of_an_order_have_every_stratum(strata: np.ndarray, seed: int) -> None:
    order = stratified_order(strata, np.random.default_rng(seed), first=1)
    sizes = np.bincount(strata)
    assert set(strata[order[: len(sizes)]]) == set(range(len(sizes)))
    n_last = int((sizes > 1).sum())
    assert set(strata[order[len(order) - n_last :]]) == set(np.flatnonzero(sizes > 1))


@given(strata=STRATA, seed=st.integers(0, 2**31), data=st.data())
def test_every_prefix_of_an_order_has_proportional_strata(strata: np.ndarray, seed: int, data: st.DataObject) -> None:
    order = stratified_order(strata, np.random.default_rng(seed), first=1)
    n = data.draw(st.integers(0, len(order)))
    sizes = np.bincount(strata)
    counts = np.bincount(strata[order[:n]], minlength=len(sizes))
    assert (abs(counts - n * sizes / len(strata)) <= 0.5 + len(sizes)).all()


def test_a_rows_place_is_uniform_within_its_stratum() -> None:
    """Row 0 comes first in about a quarter of 2,000 orders: 5 standard deviations, falsely failing 1 in 1e6."""
    strata = np.zeros(4, dtype=int)
    first = [stratified_order(strata, np.random.default_rng(seed), first=1)[0] for seed in range(2000)]
    assert abs(np.mean(np.array(first) == 0) - 0.25) < 5 * np.sqrt(0.25 * 0.75 / 2000)


def test_regression_strata_are_quantile_bins() -> None:
    strata = target_strata(np.arange(100.0) ** 3, TaskType.REGRESSION)
    np.testing.assert_array_equal(np.bincount(strata), [10] * 10)


def test_a_target_of_mostly_one_value_still_has_strata() -> None:
    target = np.concatenate([np.zeros(90), np.arange(1.0, 11.0)])
    assert len(set(target_strata(target, TaskType.REGRESSION))) == 2
