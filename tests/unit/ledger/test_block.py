"""Blocks of trainings as files: named by what was asked, and read as they were written."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from undefault.datasets import HeldBack
from undefault.ledger.block import block_key, read_block, write_block
from undefault.problem import Problem
from undefault.records import Decay, Phase, Replicate, Setting, Split, Task, Training

ADAM = Setting("adam", 0.001, {"beta_1": 0.9})
SETTING_CHANGES: Sequence[dict[str, Any]] = (
    {"optimizer": "nadam"},
    {"learning_rate": 0.002},
    {"hyperparameters": {"beta_1": 0.8}},
    {"hyperparameters": {"beta_2": 0.9}},
    {"decay": Decay("cosine", {"alpha": 0.1, "decay_steps": 10})},
    {"weight_decay": 0.1},
    {"patience": 3},
    {"restore_best_weights": True},
    {"batch_size": 8},
)
TASK_CHANGES: Sequence[dict[str, Any]] = ({"loss": "mse"}, {"epochs": 5}, {"batch_size": 8}, {"n_outputs": 2})
SEED_CHANGES: Sequence[dict[str, Any]] = ({"seed": 9}, {"weights_seed": 9}, {"batches_seed": 9}, {"x_test": None})


@pytest.fixture
def task(moons: tuple[Problem, HeldBack]) -> Task:
    return moons[0].task


@pytest.fixture
def replicates(moons: tuple[Problem, HeldBack]) -> list[Replicate]:
    return moons[0].replicates(Phase.CONFIRM, range(2), held_back=moons[1])


def test_the_same_request_made_anew_has_the_same_key(moons: tuple[Problem, HeldBack], task: Task) -> None:
    keys = {block_key(task, [replace(ADAM)], moons[0].replicates(Phase.SEARCH, range(2))) for _ in range(2)}
    assert len(keys) == 1


def test_the_order_in_which_hyperparameters_were_named_does_not_count(task: Task, replicates: list[Replicate]) -> None:
    one, other = ({"beta_1": 0.9, "beta_2": 0.99}, {"beta_2": 0.99, "beta_1": 0.9})
    keys = {block_key(task, [replace(ADAM, hyperparameters=named)], replicates) for named in (one, other)}
    assert len(keys) == 1


@pytest.mark.parametrize("change", SETTING_CHANGES)
def test_another_setting_has_another_key(task: Task, replicates: list[Replicate], change: dict[str, Any]) -> None:
    assert block_key(task, [replace(ADAM, **change)], replicates) != block_key(task, [ADAM], replicates)


@pytest.mark.parametrize("change", TASK_CHANGES)
def test_another_task_has_another_key(task: Task, replicates: list[Replicate], change: dict[str, Any]) -> None:
    assert block_key(replace(task, **change), [ADAM], replicates) != block_key(task, [ADAM], replicates)


@pytest.mark.parametrize("change", SEED_CHANGES)
def test_another_replicate_has_another_key(task: Task, replicates: list[Replicate], change: dict[str, Any]) -> None:
    changed = [replace(replicates[0], **change), replicates[1]]
    assert block_key(task, [ADAM], changed) != block_key(task, [ADAM], replicates)


@pytest.mark.parametrize("part", [field.name for field in fields(Split)])
def test_one_changed_value_of_any_row_has_another_key(task: Task, replicates: list[Replicate], part: str) -> None:
    array = getattr(replicates[0].split, part).copy()
    array.flat[-1] += 1
    changed = [replace(replicates[0], split=replace(replicates[0].split, **{part: array})), replicates[1]]
    assert block_key(task, [ADAM], changed) != block_key(task, [ADAM], replicates)


def test_the_order_of_settings_and_of_seeds_counts(task: Task, replicates: list[Replicate]) -> None:
    both = [ADAM, replace(ADAM, learning_rate=0.1)]
    orders = product((both, both[::-1]), (replicates, replicates[::-1]))
    keys = {block_key(task, settings, seeds) for settings, seeds in orders}
    assert len(keys) == 4


def test_rows_moved_from_training_to_validation_have_another_key(task: Task) -> None:
    zeros = np.zeros((4, 2), dtype=np.float32)
    splits = [Split(zeros[:n], zeros[:n, 0], zeros[n:], zeros[n:, 0]) for n in (2, 3)]
    keys = {block_key(task, [ADAM], [Replicate(0, split, 0, 0)]) for split in splits}
    assert len(keys) == 2


@pytest.mark.parametrize("tested", [True, False])
def test_a_block_is_read_as_it_was_written(
    make_training: Callable[..., Training], tmp_path: Path, *, tested: bool
) -> None:
    curves = np.array([[0.5, np.nan, np.inf], [0.1, 0.2, 1e-40]])
    measured = {"test_loss": np.ones((2, 5)), "test_metric": np.zeros(2)} if tested else {}
    settings = [ADAM, replace(ADAM, patience=3, decay=Decay("cosine", {"alpha": 0.1, "decay_steps": 10}))]
    written = [make_training(curves, setting=setting, first_seed=7, **measured) for setting in settings]
    write_block(tmp_path / "new" / "block.npz", written)
    for was, comes in zip(written, read_block(tmp_path / "new" / "block.npz"), strict=True):
        for field in fields(Training):
            np.testing.assert_array_equal(getattr(comes, field.name), getattr(was, field.name))


def test_an_interrupted_write_leaves_no_block(
    make_training: Callable[..., Training], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("undefault.whole_file.os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_block(tmp_path / "block.npz", [make_training([[0.5]])])
    assert not (tmp_path / "block.npz").exists()
