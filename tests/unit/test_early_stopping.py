"""Early stopping by its laws; that it is Keras's own callback is proven in tests/parity."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.early_stopping import EarlyStopping, replay
from undefault.records import FloatArray, Setting

CURVES = hnp.arrays(
    np.float32,
    st.tuples(st.integers(1, 4), st.integers(1, 12)),
    elements=st.sampled_from([0.1, 0.2, 0.3, 0.5, np.inf, np.nan]),
)
PATIENCES = st.none() | st.integers(0, 6)
SGD = Setting("sgd", 0.1)


@given(curves=CURVES, patience=PATIENCES, restores=st.booleans())
def test_weights_are_never_restored_from_after_the_last_epoch(
    curves: FloatArray, patience: int | None, *, restores: bool
) -> None:
    stopped = replay(replace(SGD, patience=patience, restore_best_weights=restores), curves)
    assert (stopped.restored_epoch <= stopped.last_epoch).all()
    assert (stopped.last_epoch < curves.shape[1]).all()


@given(CURVES, st.integers(0, 6))
def test_restored_weights_are_of_the_lowest_loss_until_the_last_epoch(curves: FloatArray, patience: int) -> None:
    stopped = replay(replace(SGD, patience=patience, restore_best_weights=True), curves)
    for losses, last, restored in zip(curves, stopped.last_epoch, stopped.restored_epoch, strict=True):
        until = losses[: last + 1]
        assert restored == (0 if np.isnan(until[0]) else np.nanargmin(until))


@given(CURVES, st.integers(0, 6))
def test_more_patience_never_stops_earlier(curves: FloatArray, patience: int) -> None:
    sooner, later = (replay(replace(SGD, patience=p), curves).last_epoch for p in (patience, patience + 1))
    assert (sooner <= later).all()


@given(CURVES)
def test_without_patience_the_last_weights_of_the_whole_budget_are_kept(curves: FloatArray) -> None:
    stopped = replay(replace(SGD, restore_best_weights=True), curves)
    assert (stopped.last_epoch == curves.shape[1] - 1).all()
    assert (stopped.restored_epoch == curves.shape[1] - 1).all()


@given(CURVES, PATIENCES)
def test_best_weights_are_last_kept_in_the_restored_epoch(curves: FloatArray, patience: int | None) -> None:
    callback = EarlyStopping([replace(SGD, patience=patience, restore_best_weights=True)] * len(curves))
    best = np.array([callback.update(losses).best for losses in curves.T])
    if patience is None:
        assert not best.any()
    else:
        assert best.any(axis=0).all()
        np.testing.assert_array_equal(len(best) - 1 - best[::-1].argmax(axis=0), callback.restored_epoch)


@given(curves=CURVES, patience=PATIENCES, restores=st.booleans())
def test_last_weights_are_kept_once_where_training_stops(
    curves: FloatArray, patience: int | None, *, restores: bool
) -> None:
    callback = EarlyStopping([replace(SGD, patience=patience, restore_best_weights=restores)] * len(curves))
    last = np.array([callback.update(losses).last for losses in curves.T])
    np.testing.assert_array_equal(last.sum(axis=0), ~callback.running)
    stopped = ~callback.running
    np.testing.assert_array_equal(last.argmax(axis=0)[stopped], callback.last_epoch[stopped])


@given(CURVES, st.lists(PATIENCES, min_size=4, max_size=4))
def test_lanes_of_different_patience_do_not_touch_each_other(curves: FloatArray, patiences: list[int | None]) -> None:
    settings = [replace(SGD, patience=patience) for patience in patiences[: len(curves)]]
    together = EarlyStopping(settings)
    for losses in curves.T:
        together.update(losses)
    for lane, setting in enumerate(settings):
        assert together.last_epoch[lane] == replay(setting, curves[lane : lane + 1]).last_epoch[0]


def test_a_constant_loss_stops_in_the_epoch_of_the_patience() -> None:
    """Keras stops at epoch index p with patience p; 0 does what 1 does, for the first epoch never stops."""
    constant = np.ones((1, 10))
    stops = [int(replay(replace(SGD, patience=patience), constant).last_epoch[0]) for patience in (0, 1, 2, 5, 9, 20)]
    assert stops == [1, 1, 2, 5, 9, 9]


def test_what_comes_after_the_stop_changes_nothing() -> None:
    curve = np.array([[0.5, 0.6, 0.7, 0.1, 0.05]])
    stopped = replay(replace(SGD, patience=2, restore_best_weights=True), curve)
    assert (stopped.last_epoch[0], stopped.restored_epoch[0]) == (2, 0)
