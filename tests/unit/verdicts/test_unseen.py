"""What a kind of seeds that was not seen may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.verdicts.unseen import unseen_reach


@given(st.integers(1, 500), st.floats(0.01, 1), st.floats(0.001, 0.5))
def test_a_share_that_would_move_the_mean_further_is_missed_with_at_most_that_chance(
    n_seeds: int, apart: float, alpha: float
) -> None:
    share = unseen_reach(n_seeds, apart=apart, alpha=alpha) / apart
    assert (1 - share) ** n_seeds == pytest.approx(alpha)


@given(st.integers(1, 500), st.floats(0.001, 0.5))
def test_more_seeds_leave_less_unseen_and_more_certainty_takes_more(n_seeds: int, alpha: float) -> None:
    reach = unseen_reach(n_seeds, apart=0.5, alpha=alpha)
    assert unseen_reach(n_seeds + 1, apart=0.5, alpha=alpha) < reach < unseen_reach(n_seeds, apart=0.5, alpha=alpha / 2)


def test_nothing_is_unseen_where_all_kinds_are_alike() -> None:
    assert unseen_reach(3, apart=0.0, alpha=0.05) == 0
