"""An engine that never trains the same thing twice."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from undefault.contracts import Engine
from undefault.datasets import HeldBack
from undefault.ledger import RecordedEngine
from undefault.problem import Problem
from undefault.pruning import Pruning
from undefault.records import CURVES, Phase, Replicate, Setting, Task, Training

SETTINGS = [Setting("adam", 0.001), Setting("sgd", 0.01)]


class CountingEngine(Engine):
    """Trains by drawing random losses, never the same twice, and counts its calls."""

    def __init__(self) -> None:
        self.n_calls = 0
        self._rng = np.random.default_rng(0)

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        self.n_calls += 1
        return [self._draw(task, setting, [replicate.seed for replicate in replicates]) for setting in settings]

    def _draw(self, task: Task, setting: Setting, seeds: Sequence[int]) -> Training:
        curves = self._rng.random((len(seeds), task.epochs))
        last = np.full(len(seeds), task.epochs - 1)
        return Training(setting, tuple(seeds), last_epoch=last, restored_epoch=last, **dict.fromkeys(CURVES, curves))


class ForgetfulEngine(Engine):
    """Must not be asked."""

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        raise AssertionError(f"{len(settings)} settings were trained again")


def assert_equal(a: Sequence[Training], b: Sequence[Training]) -> None:
    for one, other in zip(a, b, strict=True):
        for field in fields(Training):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


@pytest.fixture
def replicates(moons: tuple[Problem, HeldBack]) -> list[Replicate]:
    return moons[0].replicates(Phase.SEARCH, range(3))


def test_what_was_trained_is_never_trained_again_and_comes_back_equal(
    moons: tuple[Problem, HeldBack], replicates: list[Replicate], tmp_path: Path
) -> None:
    inner = CountingEngine()
    engine = RecordedEngine(inner, tmp_path)
    first, again = (engine.train(moons[0].task, SETTINGS, replicates) for _ in range(2))
    assert inner.n_calls == 1
    assert_equal(first, again)


def test_a_resumed_sweep_reads_what_the_interrupted_one_trained(
    moons: tuple[Problem, HeldBack], replicates: list[Replicate], tmp_path: Path
) -> None:
    before = RecordedEngine(CountingEngine(), tmp_path).train(moons[0].task, SETTINGS, replicates)
    after = RecordedEngine(ForgetfulEngine(), tmp_path).train(moons[0].task, SETTINGS, replicates)
    assert_equal(before, after)


def test_anything_else_is_trained(moons: tuple[Problem, HeldBack], replicates: list[Replicate], tmp_path: Path) -> None:
    inner, task = CountingEngine(), moons[0].task
    engine = RecordedEngine(inner, tmp_path)
    engine.train(task, SETTINGS, replicates)
    engine.train(task, SETTINGS[:1], replicates)
    engine.train(task, SETTINGS, replicates[:2])
    engine.train(replace(task, epochs=task.epochs + 1), SETTINGS, replicates)
    assert inner.n_calls == 4
