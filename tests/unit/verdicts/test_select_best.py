"""Which trials go on."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undefault.verdicts.select import best

LOSSES = st.lists(st.floats(0, 10) | st.sampled_from([float("nan"), float("inf"), 1.0]), max_size=12)


@given(LOSSES, st.integers(0, 15))
def test_no_trial_left_out_is_better_than_one_that_goes_on(losses: list[float], count: int) -> None:
    chosen = best(losses, count)
    assert len(chosen) == len(set(chosen)) == min(count, len(losses))
    values = np.nan_to_num(np.array(losses), nan=np.inf, posinf=np.inf)
    left_out = [value for index, value in enumerate(values) if index not in chosen]
    assert not chosen or not left_out or max(values[chosen]) <= min(left_out)


@given(LOSSES)
def test_the_best_come_first(losses: list[float]) -> None:
    values = np.nan_to_num(np.array(losses), nan=np.inf, posinf=np.inf)[best(losses, len(losses))]
    assert (values[:-1] <= values[1:]).all()


def test_the_earlier_trial_wins_a_tie() -> None:
    assert best([2.0, 1.0, 1.0], 2) == [1, 2]


def test_a_loss_that_is_not_a_number_comes_last() -> None:
    assert best([float("nan"), 3.0, 1.0], 3) == [2, 1, 0]
