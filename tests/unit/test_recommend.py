"""Which finalist is recommended, and what is replayed before it is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from undefault.contracts import DEFAULT, PROPOSED, Engine
from undefault.datasets import HeldBack
from undefault.problem import Problem
from undefault.pruning import Pruning
from undefault.recommend import Recommender
from undefault.records import FloatArray, Phase, Replicate, Setting, Task, Training
from undefault.replay import REPLAYED_EPOCHS
from undefault.specs import OptimizerSpec, Range, SearchSpace
from undefault.trials import TaskResult, Trial
from undefault.verdicts.contest import Contest
from undefault.verdicts.scores import Scored

SPACE = SearchSpace((OptimizerSpec("adam", "Adam", Range(1e-5, 1)),), (), Range(1e-5, 0.1), Range(2, 50, integer=True))
DEFAULT_ADAM = Setting("adam", 0.001)
BUDGET = 50
LOSS = np.linspace(0.9, 0.1, BUDGET)


class ReplayingEngine(Engine):
    """Answers with the curve of each learning rate, cut to the epochs asked for, and keeps what was asked."""

    def __init__(self, make_training: Callable[..., Training], curves: Mapping[float, FloatArray]) -> None:
        self._make, self._curves = make_training, curves
        self.asked: list[tuple[Task, Setting, Replicate]] = []

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        [setting], [replicate] = settings, replicates
        self.asked.append((task, setting, replicate))
        return [self._make(self._curves[setting.learning_rate][: task.epochs], setting=setting)]


@pytest.fixture
def result(moons: tuple[Problem, HeldBack], make_scored: Callable[..., Scored]) -> TaskResult:
    """A default and four finalists; the larger the learning rate, the better it validated."""
    problem = replace(moons[0], task=replace(moons[0].task, epochs=BUDGET))
    rates = (DEFAULT_ADAM.learning_rate, 0.01, 0.02, 0.03, 0.04)
    trials = {
        number: Trial(number, PROPOSED if number else DEFAULT, Setting("adam", rate), {Phase.CONFIRM: scored})
        for number, rate in enumerate(rates)
        if (scored := make_scored([LOSS - rate, LOSS - rate - 0.001], setting=Setting("adam", rate)))
    }
    return TaskResult(problem, trials, tuple(Contest("adam", 0, number) for number in range(1, len(rates))))


def recommended(engine: ReplayingEngine, result: TaskResult) -> dict[str, object]:
    return Recommender(engine, SPACE, {"adam": DEFAULT_ADAM}).recommend(result)


def test_the_best_validated_finalist_is_said_where_its_replay_agrees(
    result: TaskResult, make_training: Callable[..., Training]
) -> None:
    engine = ReplayingEngine(make_training, {0.04: (LOSS - 0.04) * 1.0005})
    said = recommended(engine, result)
    assert (said["trial"], said["replayed"]) == (4, True)
    assert said["replay_max_relative_difference"] == pytest.approx(0.0005, rel=0.01)
    compared = f"The validation losses of the first {REPLAYED_EPOCHS} epochs were compared, on one seed."
    assert said["replay_note"] == compared


def test_no_more_is_replayed_than_is_compared_and_never_the_test_rows(
    result: TaskResult, make_training: Callable[..., Training]
) -> None:
    engine = ReplayingEngine(make_training, {0.04: LOSS - 0.04})
    recommended(engine, result)
    [(task, setting, replicate)] = engine.asked
    [measured] = result.problem.replicates(Phase.CONFIRM, [0])
    assert (task, setting) == (replace(result.problem.task, epochs=REPLAYED_EPOCHS), Setting("adam", 0.04))
    assert (replicate.seed, replicate.weights_seed, replicate.batches_seed) == (
        measured.seed,
        measured.weights_seed,
        measured.batches_seed,
    )
    assert replicate.x_test is None


def test_where_the_best_is_unstable_the_next_that_agrees_is_said(
    result: TaskResult, make_training: Callable[..., Training]
) -> None:
    engine = ReplayingEngine(make_training, {0.04: LOSS, 0.03: LOSS - 0.03})
    assert recommended(engine, result)["trial"] == 3


def test_where_none_of_the_best_few_agrees_the_best_is_said_with_the_difference(
    result: TaskResult, make_training: Callable[..., Training]
) -> None:
    engine = ReplayingEngine(make_training, {0.04: (LOSS - 0.04) * 0.5, 0.03: LOSS, 0.02: LOSS})
    said = recommended(engine, result)
    assert (said["trial"], said["replayed"], len(engine.asked)) == (4, False, 3)
    assert "differ by up to 1.0e+00: training is so unstable" in str(said["replay_note"])


def test_a_replay_that_stopped_early_is_compared_up_to_there(
    result: TaskResult, make_training: Callable[..., Training]
) -> None:
    stopped = np.where(np.arange(BUDGET) < 7, LOSS - 0.04, np.nan)
    assert recommended(ReplayingEngine(make_training, {0.04: stopped}), result)["replayed"]
