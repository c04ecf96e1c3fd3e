"""Trainings beside the constants of their own rows."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.datasets import HeldBack
from undefault.losses import constant_loss
from undefault.problem import Problem
from undefault.records import Phase, Training
from undefault.verdicts.scores import Scored, join, score

CURVES = np.array([[0.9, 0.5], [0.8, 0.4], [0.7, 0.6]])
TEST_LOSS = np.array([[0.2, 0.4], [0.1, 0.3], [0.5, 0.5]])


def test_each_seed_is_scored_against_the_constants_of_its_own_rows(
    make_training: Callable[..., Training], moons: tuple[Problem, HeldBack]
) -> None:
    problem, held_back = moons
    replicates = problem.replicates(Phase.CONFIRM, range(3), held_back=held_back)
    training = make_training(CURVES, test_loss=TEST_LOSS, test_metric=np.zeros(3))
    scored = score(training, replicates, "binary_crossentropy")
    assert scored.constant_test_loss is not None
    for seed, replicate in enumerate(replicates):
        assert replicate.y_test is not None
        constant = constant_loss("binary_crossentropy", replicate.split.y_valid)
        assert scored.valid_skill[seed] == pytest.approx(1 - CURVES[seed, -1] / constant)
        constant = constant_loss("binary_crossentropy", replicate.y_test)
        assert scored.test_skill[seed] == pytest.approx(1 - TEST_LOSS[seed].mean() / constant)


def test_a_training_without_test_rows_has_no_test_skill(
    make_training: Callable[..., Training], moons: tuple[Problem, HeldBack]
) -> None:
    scored = score(make_training(CURVES), moons[0].replicates(Phase.SEARCH, range(3)), "binary_crossentropy")
    assert scored.constant_test_loss is None
    with pytest.raises(ValueError, match="a training of the confirm phase was expected, got one without test rows"):
        _ = scored.row_skill


@given(cut=st.integers(1, 2))
def test_parts_joined_are_the_whole(make_scored: Callable[..., Scored], cut: int) -> None:
    whole = make_scored(CURVES, test_loss=TEST_LOSS)
    parts = [
        make_scored(CURVES[:cut], test_loss=TEST_LOSS[:cut]),
        make_scored(CURVES[cut:], test_loss=TEST_LOSS[cut:], first_seed=cut),
    ]
    joined = join(parts)
    for field in fields(Training):
        np.testing.assert_array_equal(getattr(joined.training, field.name), getattr(whole.training, field.name))
    np.testing.assert_array_equal(joined.constant_valid_loss, whole.constant_valid_loss)
    np.testing.assert_array_equal(joined.row_skill, whole.row_skill)


@given(count=st.integers(1, 3))
def test_the_first_seeds_are_those_of_a_training_that_had_no_more(
    make_scored: Callable[..., Scored], count: int
) -> None:
    first = make_scored(CURVES, test_loss=TEST_LOSS).first(count)
    alone = make_scored(CURVES[:count], test_loss=TEST_LOSS[:count])
    for field in fields(Training):
        np.testing.assert_array_equal(getattr(first.training, field.name), getattr(alone.training, field.name))
    np.testing.assert_array_equal(first.row_skill, alone.row_skill)


def test_parts_without_test_rows_join_to_a_whole_without(make_scored: Callable[..., Scored]) -> None:
    joined = join([make_scored(CURVES), make_scored(CURVES, first_seed=3)])
    assert joined.training.seeds == (0, 1, 2, 3, 4, 5)
    assert joined.training.test_loss is None
    assert joined.constant_test_loss is None
