"""What counts as an improvement; that it is Keras's own test is proven in tests/parity."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.monitor import Improvement
from undefault.records import FloatArray

LOSSES = hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(width=32))


@given(LOSSES)
def test_each_lane_is_judged_as_if_it_were_alone(losses: FloatArray) -> None:
    together = Improvement()
    answers = np.array([together.update(epoch) for epoch in losses])
    for lane in range(losses.shape[1]):
        alone = Improvement()
        expected = [alone.update(epoch[lane : lane + 1])[0] for epoch in losses]
        np.testing.assert_array_equal(answers[:, lane], expected)


@given(LOSSES)
def test_an_improvement_is_a_loss_below_all_before_it(losses: FloatArray) -> None:
    improvement = Improvement()
    for epoch, row in enumerate(losses):
        before = losses[:epoch]
        expected = np.isnan(before[:1]).sum(axis=0) == 0
        expected &= (np.isnan(before) | (row < before)).all(axis=0)
        np.testing.assert_array_equal(improvement.update(row), expected & (~np.isnan(row) | (epoch == 0)))


def test_a_loss_that_is_not_a_number_in_the_first_epoch_is_never_improved_on() -> None:
    improvement = Improvement()
    improvement.update(np.array([np.nan]))
    assert not improvement.update(np.array([0.1]))[0]


def test_an_improvement_below_the_precision_of_float32_does_not_count() -> None:
    improvement = Improvement()
    improvement.update(np.array([1.0]))
    assert not improvement.update(np.array([1.0 - 1e-9]))[0]


def test_an_improvement_must_be_more_than_min_delta() -> None:
    improvement = Improvement(min_delta=0.1)
    improvement.update(np.array([1.0, 1.0]))
    assert improvement.update(np.array([0.95, 0.85])).tolist() == [False, True]
