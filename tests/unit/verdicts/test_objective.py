"""What the search minimizes is a finite number, whatever happened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.records import FloatArray
from undefault.verdicts.objective import DIVERGED_FACTOR, objective

LOSSES = hnp.arrays(np.float32, 4, elements=st.floats(0, width=32) | st.just(np.nan))
CONSTANTS = hnp.arrays(float, 4, elements=st.floats(1e-3, 1e3))


@given(LOSSES, CONSTANTS)
def test_a_diverged_trial_is_told_as_a_finite_value(losses: FloatArray, constants: FloatArray) -> None:
    assert 0 <= objective(losses, constants) <= DIVERGED_FACTOR


@given(CONSTANTS)
def test_the_constant_itself_is_1_and_a_perfect_prediction_0(constants: FloatArray) -> None:
    assert objective(constants, constants) == pytest.approx(1)
    assert objective(np.zeros(4), constants) == 0


@given(LOSSES, CONSTANTS, st.integers(0, 3))
def test_one_seed_that_explodes_never_makes_a_trial_better(
    losses: FloatArray, constants: FloatArray, seed: int
) -> None:
    exploded = losses.copy()
    exploded[seed] = np.nan
    assert objective(exploded, constants) >= objective(losses, constants)


def test_one_exploded_seed_does_not_hide_how_the_others_went() -> None:
    good, bad = (objective(np.array([np.nan, rest]), np.ones(2)) for rest in (0.1, 0.9))
    assert good == pytest.approx((DIVERGED_FACTOR + 0.1) / 2)
    assert good < bad


def test_validation_rows_that_any_constant_gets_right_count_as_diverged() -> None:
    assert objective(np.array([0.5, 0.0]), np.zeros(2)) == DIVERGED_FACTOR
