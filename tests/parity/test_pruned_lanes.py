"""Pruning inside the running batch: it saves time, and changes no number of what goes on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from test_engines_agree import BINARY, EPOCHS, SPACE, make_replicate

from undefault.engine import vectorized
from undefault.engine.compiled import CompiledLanes
from undefault.engine.compiled_population import CompiledPopulation
from undefault.engine.fit import KerasEngine
from undefault.engine.vectorized import VectorizedEngine
from undefault.pruning import Group, Pruning, Rung
from undefault.records import CURVES, BoolArray, Decay, Replicate, Setting, Training

RUNGS = (Rung(1, 1 / 3), Rung(3, 1 / 9))
PLATEAU = Decay("reduce_on_plateau", {"factor": 0.3, "patience": 1, "min_lr": 0.0})
N_EACH = 20
ADAMS = [
    Setting("adam", 0.001 * 1.4**i, patience=2 if i % 3 else None, restore_best_weights=bool(i % 3))
    for i in range(N_EACH)
]
SGDS = [Setting("sgd", 0.01 * 1.4**i, {"momentum": 0.9}, PLATEAU if i % 2 else Decay()) for i in range(N_EACH)]
BATCH = [setting for pair in zip(ADAMS, SGDS, strict=True) for setting in pair]
GROUPS = (
    Group(RUNGS, tuple(range(0, 2 * N_EACH, 2)), spared=(0,), earlier=((0.9, 0.7), (1.1, 1.1))),
    Group(RUNGS, tuple(range(1, 2 * N_EACH, 2)), spared=(1,)),
)
PRUNING = Pruning(GROUPS, (0.69, 0.68))


def seeds() -> list[Replicate]:
    return [replace(make_replicate(BINARY, seed), x_test=None, y_test=None) for seed in (0, 1)]


def train(settings: Sequence[Setting], pruning: Pruning | None) -> list[Training]:
    return VectorizedEngine(SPACE, memory_mb=64).train(BINARY, settings, seeds(), pruning)


def assert_identical(a: Training, b: Training) -> None:
    for name in (*CURVES, "last_epoch", "restored_epoch", "pruned"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=f"{name} of {a.setting}")


def n_trained(training: Training) -> int:
    return int(np.isfinite(training.learning_rate[0]).sum())


def test_pruned_trainings_are_the_unpruned_ones_to_the_last_bit_as_far_as_they_go() -> None:
    whole, pruned = train(BATCH, None), train(BATCH, PRUNING)
    assert {n_trained(training) for training in pruned} == {1, 3, EPOCHS}
    for a, b in zip(whole, pruned, strict=True):
        n_epochs = n_trained(b)
        for name in CURVES:
            np.testing.assert_array_equal(getattr(a, name)[:, :n_epochs], getattr(b, name)[:, :n_epochs])
            assert np.isnan(getattr(b, name)[:, n_epochs:]).all()
        assert b.pruned is not None
        assert b.pruned.all() == (n_epochs < EPOCHS) == b.pruned.any()
        if n_epochs == EPOCHS:
            np.testing.assert_array_equal(a.restored_epoch, b.restored_epoch)
    assert [n_trained(pruned[index]) for index in (0, 1)] == [EPOCHS, EPOCHS]


@pytest.mark.parametrize("most_lanes", [16, 32, 48, 96])
def test_who_is_pruned_does_not_depend_on_the_memory(most_lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    roomy = train(BATCH, PRUNING)
    monkeypatch.setattr(CompiledLanes, "most_lanes", lambda *_: most_lanes)
    for a, b in zip(roomy, train(BATCH, PRUNING), strict=True):
        assert_identical(a, b)


def test_stopped_lanes_leave_their_blocks_and_an_empty_batch_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """40 settings on 2 seeds fill 6 blocks of 16; the 14 that pass the first rung fill 2, and 6 still need those 2."""
    sizes: list[int] = []
    train_epoch = CompiledPopulation.train_epoch

    def counted(population: CompiledPopulation, order: object, rates: BoolArray) -> object:
        sizes.append(rates.shape[1])
        return train_epoch(population, order, rates)  # type: ignore[arg-type]

    monkeypatch.setattr(CompiledPopulation, "train_epoch", counted)
    train(BATCH, PRUNING)
    assert sizes[0] == 80
    assert len(sizes) == EPOCHS
    assert max(sizes[1:]) <= 2 * 16
    sizes.clear()
    beaten = Group((Rung(1, 0.1),), (0, 1), earlier=tuple((0.0,) for _ in range(9)))
    train(BATCH[:2], Pruning((beaten,), (0.69, 0.68)))
    assert len(sizes) == 1


def test_lanes_that_tensorflow_trains_are_pruned_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lanes of TensorFlow agree with the kernels within rounding, so decisions far from ties are the same."""
    monkeypatch.setattr(vectorized, "is_compiled", lambda: False)
    traced = train(BATCH, PRUNING)
    monkeypatch.undo()
    for a, b in zip(traced, train(BATCH, PRUNING), strict=True):
        assert n_trained(a) == n_trained(b)
        np.testing.assert_array_equal(a.last_epoch, b.last_epoch)


def test_plain_model_fit_honours_the_same_decisions() -> None:
    few, groups = BATCH[1:13:2], (Group(RUNGS, tuple(range(6)), spared=(0,)),)
    pruning = Pruning(groups, PRUNING.constant_loss)
    slow = KerasEngine(SPACE).train(BINARY, few, seeds(), pruning)
    fast = train(few, pruning)
    assert [n_trained(a) for a in slow] == [n_trained(b) for b in fast]
    assert len({n_trained(a) for a in slow}) > 1
    for a, b in zip(slow, fast, strict=True):
        both = np.isfinite(a.valid_loss)  # model.fit stops where early stopping does
        np.testing.assert_allclose(a.valid_loss[both], b.valid_loss[both], rtol=1e-3)
        np.testing.assert_array_equal(a.restored_epoch, b.restored_epoch)


def test_trainings_with_test_rows_are_not_pruned() -> None:
    tested = [make_replicate(BINARY, seed) for seed in (0, 1)]
    with pytest.raises(ValueError, match="only trainings without test rows"):
        VectorizedEngine(SPACE, memory_mb=64).train(BINARY, BATCH, tested, PRUNING)
