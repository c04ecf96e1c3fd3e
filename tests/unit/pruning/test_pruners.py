"""What every pruner owes, and what each promises beyond."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.pruning import PRUNERS, Bracket, Rung, bracket_of

BUDGETS = st.integers(1, 1000)


@pytest.mark.parametrize("name", PRUNERS)
@given(n_epochs=BUDGETS)
def test_it_looks_within_the_budget_and_lets_ever_fewer_go_on(name: str, n_epochs: int) -> None:
    for bracket in PRUNERS[name](n_epochs):
        looks = [rung.n_epochs for rung in bracket.rungs]
        assert all(0 < look < n_epochs for look in looks)
        assert all(later > sooner for sooner, later in itertools.pairwise(looks))
        shares = [rung.share for rung in bracket.rungs]
        assert all(later <= sooner for sooner, later in itertools.pairwise(shares))


def test_without_a_pruner_nobody_is_looked_at() -> None:
    assert [bracket.rungs for bracket in PRUNERS["none"](100)] == [()]


def test_halving_lets_a_third_go_on_for_three_times_the_epochs() -> None:
    [bracket] = PRUNERS["halving"](90)
    assert bracket.rungs == (Rung(10, 1 / 3), Rung(30, 1 / 9))


def test_hyperband_begins_at_every_rung_with_as_many_as_algorithm_1_says() -> None:
    """For R = 9 and eta = 3: 9, 5 and 3 configurations (Li et al. 2018, algorithm 1)."""
    brackets = PRUNERS["hyperband"](90)
    assert [bracket.rungs for bracket in brackets] == [(Rung(10, 1 / 3), Rung(30, 1 / 9)), (Rung(30, 1 / 3),), ()]
    assert [bracket.weight for bracket in brackets] == [9, 5, 3]


def test_the_median_rule_waits_for_a_fifth_of_the_budget() -> None:
    [bracket] = PRUNERS["median"](100)
    assert [rung.n_epochs for rung in bracket.rungs] == list(range(20, 100, 10))
    assert {rung.share for rung in bracket.rungs} == {0.5}


def test_brackets_are_drawn_by_weight_and_the_same_whenever_they_are_asked_for() -> None:
    """4,000 draws of three brackets; a share is 5 standard deviations off with a chance of 1 in 10^6."""
    brackets = PRUNERS["hyperband"](90)
    drawn = [bracket_of(brackets, 0, "wine/mlp_16", number) for number in range(4000)]
    assert drawn == [bracket_of(brackets, 0, "wine/mlp_16", number) for number in range(4000)]
    for index, share in enumerate(np.array([9, 5, 3]) / 17):
        assert abs(drawn.count(index) / 4000 - share) < 5 * np.sqrt(share * (1 - share) / 4000)


def test_a_bracket_whose_rungs_do_not_grow_is_refused() -> None:
    with pytest.raises(ValueError, match="growing numbers of epochs"):
        Bracket((Rung(10, 0.5), Rung(10, 0.25)))
