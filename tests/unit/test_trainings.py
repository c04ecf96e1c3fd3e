"""Trainings taken apart and put together by seed: what is put together is what was taken apart."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import Training
from undefault.trainings import join_seeds, take_seeds

CURVES = np.arange(20.0).reshape(5, 4)
TEST_LOSS = np.arange(15.0).reshape(5, 3)


def assert_same(a: Training, b: Training) -> None:
    assert (a.setting, a.seeds) == (b.setting, b.seeds)
    for field in fields(Training)[2:]:
        np.testing.assert_array_equal(getattr(a, field.name), getattr(b, field.name), err_msg=field.name)


@given(cut=st.integers(1, 4))
def test_parts_put_together_are_the_whole(make_training: Callable[..., Training], cut: int) -> None:
    whole = make_training(CURVES, test_loss=TEST_LOSS, last_test_loss=TEST_LOSS + 1, test_metric=CURVES[:, 0])
    assert_same(join_seeds([take_seeds(whole, range(cut)), take_seeds(whole, range(cut, 5))]), whole)


@given(order=st.permutations(range(5)))
def test_seeds_taken_in_any_order_come_back(make_training: Callable[..., Training], order: list[int]) -> None:
    whole = make_training(CURVES, test_loss=TEST_LOSS)
    mixed = take_seeds(whole, order)
    assert mixed.seeds == tuple(order)
    assert_same(take_seeds(mixed, np.argsort(order).tolist()), whole)


def test_test_rows_that_one_part_lacks_are_left_out(make_training: Callable[..., Training]) -> None:
    parts = [make_training(CURVES, test_loss=TEST_LOSS), make_training(CURVES, first_seed=5)]
    assert join_seeds(parts).test_loss is None
