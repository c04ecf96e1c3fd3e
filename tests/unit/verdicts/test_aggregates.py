"""What stands beside a mean over seeds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.records import FloatArray
from undefault.verdicts.aggregates import interquartile_mean, probability_of_improvement, share_failed

SKILLS = hnp.arrays(float, st.integers(1, 20), elements=st.floats(-1, 1))
PAIRS = hnp.arrays(float, st.tuples(st.just(2), st.integers(1, 20)), elements=st.floats(-1, 1))


@given(SKILLS)
def test_the_interquartile_mean_lies_between_the_worst_and_the_best_seed(skill: FloatArray) -> None:
    assert skill.min() - 1e-12 <= interquartile_mean(skill) <= skill.max() + 1e-12


@given(hnp.arrays(float, 12, elements=st.floats(0, 1)))
def test_a_quarter_of_the_seeds_that_die_do_not_move_the_interquartile_mean_below_the_others(skill: FloatArray) -> None:
    died = np.where(np.arange(12) < 3, -1.0, skill)
    assert interquartile_mean(died) >= skill[3:].min() - 1e-12


@given(PAIRS)
def test_improvement_one_way_is_what_the_other_way_lacks(pair: FloatArray) -> None:
    there, back = probability_of_improvement(pair[0], pair[1]), probability_of_improvement(pair[1], pair[0])
    assert there + back == pytest.approx(1)


@given(SKILLS)
def test_a_setting_improves_on_itself_half_the_time(skill: FloatArray) -> None:
    assert probability_of_improvement(skill, skill) == 0.5


@given(SKILLS, st.floats(-1, 1), st.floats(0, 1))
def test_a_higher_bar_never_fails_fewer_seeds(skill: FloatArray, bar: float, more: float) -> None:
    assert share_failed(skill, bar=bar) <= share_failed(skill, bar=bar + more)


def test_the_numbers_are_those_worked_by_hand() -> None:
    skill = np.array([-1.0, -1.0, 0.0, 0.2, 0.4, 0.6, 0.8, 0.9])
    assert interquartile_mean(skill) == pytest.approx((0.0 + 0.2 + 0.4 + 0.6) / 4)
    assert share_failed(skill) == 3 / 8
    assert share_failed(skill, bar=-1.0) == 2 / 8
