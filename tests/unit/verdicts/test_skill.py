"""Skill: 0 is the best constant prediction, 1 is perfect, -1 is as bad as it counts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.records import FloatArray
from undefault.verdicts.skill import WORST_SKILL, row_skill, skill

UNITS = hnp.arrays(float, 3, elements=st.floats(1e-3, 1e3))
LOSSES = hnp.arrays(np.float32, (3, 5), elements=st.floats(0, width=32) | st.just(np.nan))


@given(UNITS)
def test_the_constant_itself_has_skill_0_and_a_perfect_prediction_1(constant: FloatArray) -> None:
    np.testing.assert_array_equal(skill(constant, constant), 0)
    np.testing.assert_array_equal(skill(np.zeros(3), constant), 1)


@given(LOSSES, UNITS)
def test_skill_is_finite_and_between_worst_and_1(losses: FloatArray, constant: FloatArray) -> None:
    values = skill(losses, constant[:, None])
    assert ((values >= WORST_SKILL) & (values <= 1)).all()


@given(UNITS, UNITS, UNITS)
def test_a_lower_loss_never_has_less_skill(a: FloatArray, b: FloatArray, constant: FloatArray) -> None:
    assert (skill(np.minimum(a, b), constant) >= skill(np.maximum(a, b), constant)).all()


@given(LOSSES, UNITS, st.floats(1e-2, 1e2))
def test_the_unit_of_the_loss_does_not_matter(losses: FloatArray, constant: FloatArray, scale: float) -> None:
    scaled = skill(scale * losses.astype(float), scale * constant[:, None])
    np.testing.assert_allclose(scaled, skill(losses.astype(float), constant[:, None]), rtol=1e-9, atol=1e-9)


@given(LOSSES, UNITS)
def test_the_mean_of_the_rows_shares_is_the_skill(losses: FloatArray, constant: FloatArray) -> None:
    whole = skill(losses.astype(float).mean(axis=1), constant)
    np.testing.assert_allclose(row_skill(losses, constant).mean(axis=1), whole, rtol=1e-6, atol=1e-6)


def test_a_seed_that_exploded_has_the_worst_skill_in_every_row() -> None:
    losses = np.array([[0.5, np.inf], [0.5, 0.5], [9.0, 0.0], [np.nan, 0.1]])
    rows = row_skill(losses, np.ones(4))
    np.testing.assert_array_equal(rows, [[-1, -1], [0.5, 0.5], [-1, -1], [-1, -1]])


def test_one_bad_row_of_a_good_seed_is_kept_as_it_is() -> None:
    np.testing.assert_allclose(row_skill(np.array([[3.0, 0.0, 0.0]]), np.ones(1)), [[-2, 1, 1]])
