"""Who is stopped, by hand and by law, and trainings that are cut there."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.pruning import Group, Pruning, Race, Rung, cut, losses_after
from undefault.records import CURVES, FloatArray, Setting, Training

SGD = Setting("sgd", 0.1)
RUNGS = (Rung(2, 1 / 3), Rung(4, 1 / 9))
EPOCHS = 6
VALUES = st.lists(st.floats(0, 10), min_size=1, max_size=12)


def make_training(losses: Any, setting: Setting = SGD) -> Training:
    """Return a training with these validation losses ``(n_seeds, n_epochs)``."""
    curve = np.array(losses, dtype=np.float32)
    last = np.full(len(curve), curve.shape[1] - 1)
    return Training(
        setting, tuple(range(len(curve))), **dict.fromkeys(CURVES, curve), last_epoch=last, restored_epoch=last
    )


def falling_to(values: list[float]) -> list[Training]:
    """Return a training a value, which falls to it evenly on one seed."""
    return [make_training([np.linspace(3, value, EPOCHS)]) for value in values]


@given(VALUES, VALUES, st.integers(0, 1))
def test_the_best_is_never_stopped_and_worse_never_goes_on_where_better_is_stopped(
    now: list[float], before: list[float], rung: int
) -> None:
    group = Group(RUNGS, tuple(range(len(now))), earlier=tuple((value, value) for value in before))
    stopped, values = group.stopped(rung, np.array(now)), np.array(now)
    if stopped.any():
        assert values[stopped].min() > min(*now, *before)
        assert not (~stopped).any() or values[~stopped].max() < values[stopped].min()


@given(VALUES, st.integers(0, 11))
def test_who_is_spared_is_never_stopped_but_counts(now: list[float], one: int) -> None:
    members, spared = tuple(range(len(now))), one % len(now)
    free, bound = (Group(RUNGS, members, spared=which) for which in ((), (spared,)))
    values = np.array(now)
    assert not bound.stopped(0, values)[spared]
    others = np.arange(len(now)) != spared
    np.testing.assert_array_equal(free.stopped(0, values)[others], bound.stopped(0, values)[others])


def test_the_best_third_of_nine_go_on_and_then_the_best() -> None:
    """By hand: of losses 1 to 9, 1 to 3 pass the first rung, and 1 the second."""
    trainings = falling_to([0.1 * value for value in (5, 1, 9, 2, 8, 3, 7, 4, 6)])
    ended = cut(trainings, Pruning((Group(RUNGS, tuple(range(9))),), (1.0,)))
    n_epochs = [int(np.isfinite(training.valid_loss).sum()) for training in ended]
    assert n_epochs == [2, 6, 2, 4, 2, 4, 2, 2, 2]
    assert [bool(training.pruned is not None and training.pruned.all()) for training in ended] == [
        n < 6 for n in n_epochs
    ]


def test_fewer_than_five_are_all_let_through() -> None:
    ended = cut(falling_to([1, 2, 3, 4]), Pruning((Group(RUNGS, (0, 1, 2, 3)),), (1.0,)))
    assert all(np.isfinite(training.valid_loss).all() for training in ended)


def test_settings_of_one_group_do_not_decide_on_those_of_another() -> None:
    trainings = falling_to([0.1, 0.2, 0.3, 0.4, 0.5, 1.1, 1.2, 1.3, 1.4, 1.5])
    groups = (Group(RUNGS, tuple(range(5))), Group(RUNGS, tuple(range(5, 10))))
    ended = cut(trainings, Pruning(groups, (1.0,)))
    kept = [index for index, training in enumerate(ended) if np.isfinite(training.valid_loss).all()]
    assert kept == [0, 5]


@pytest.mark.parametrize(("patience", "restores"), [(None, False), (1, True), (2, False)])
def test_what_is_cut_ends_as_early_stopping_would_have_left_it_there(patience: int | None, restores: bool) -> None:  # noqa: FBT001
    setting = Setting("sgd", 0.1, patience=patience, restore_best_weights=restores)
    worst = make_training([[3, 2, 4, 5, 1, 1], [3, 2, 1, 0.5, 0.4, 0.3]], setting)
    better = [make_training(np.full((2, EPOCHS), 0.1 * i)) for i in range(1, 9)]
    ended = cut([worst, *better], Pruning((Group((Rung(4, 1 / 3),), tuple(range(9))),), (1.0, 1.0)))[0]
    assert ended.last_epoch.tolist() == {None: [3, 3], 1: [2, 3], 2: [3, 3]}[patience]
    assert ended.restored_valid_loss.tolist() == pytest.approx([{None: 5, 1: 2, 2: 5}[patience], 0.5])
    for name in CURVES:
        np.testing.assert_array_equal(getattr(ended, name)[:, :4], getattr(worst, name)[:, :4])
        assert np.isnan(getattr(ended, name)[:, 4:]).all()


@given(VALUES)
def test_cutting_again_changes_nothing(values: list[float]) -> None:
    pruning = Pruning((Group(RUNGS, tuple(range(len(values)))),), (1.0,))
    once = cut(falling_to(values), pruning)
    for one, other in zip(once, cut(once, pruning), strict=True):
        for name in (*CURVES, "last_epoch", "restored_epoch", "pruned"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(st.lists(st.floats(0, 9.5), min_size=6, max_size=6), st.permutations(range(6)))
def test_the_order_of_the_settings_does_not_decide(values: list[float], order: list[int]) -> None:
    pruning = Pruning((Group(RUNGS, tuple(range(6))),), (1.0,))
    straight, shuffled = (cut(falling_to(v), pruning) for v in (values, [values[i] for i in order]))
    for place, index in enumerate(order):
        np.testing.assert_array_equal(straight[index].valid_loss, shuffled[place].valid_loss)


def test_earlier_trials_count_as_they_were_after_each_rung() -> None:
    """Ten better ones before: 0.5 is among the best third of eleven at neither rung."""
    earlier = tuple((0.1, 0.1) for _ in range(10))
    values: FloatArray = np.array([0.5])
    race = Race(Pruning((Group(RUNGS, (0,), earlier=earlier),), (1.0,)), 1)
    assert race.look(2, values[:, None]).tolist() == [True]
    assert race.stopped_after.tolist() == [2]
    assert not race.look(4, values[:, None]).any()  # it was stopped already


def test_of_a_batch_only_groups_that_are_whole_are_decided_on() -> None:
    pruning = Pruning((Group(RUNGS, (0, 2), (2,)), Group(RUNGS, (1, 3))), (1.0,))
    among = pruning.among([2, 0, 3])
    assert among.groups == (Group(RUNGS, (1, 0), (0,)),)
    assert pruning.looks == (2, 4)


def test_after_its_end_a_training_keeps_the_loss_it_ended_with() -> None:
    training = make_training([[3, 2, 1, 4, 5, 6]])
    nan: dict[str, Any] = {name: np.where(np.arange(EPOCHS) < 3, getattr(training, name), np.nan) for name in CURVES}
    ended = replace(training, **nan)
    assert losses_after([ended], [2, 3, 5])[:, 0, 0].tolist() == [2, 1, 1]


def test_objectives_of_another_number_of_rungs_are_refused() -> None:
    with pytest.raises(ValueError, match="need 2 objectives"):
        Group(RUNGS, (0,), earlier=((0.1,),))
