"""The search for the largest stable rate, with an engine whose loss is a quadratic and a curvature that is known."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from undefault.contracts import DEFAULT, Curvature, Engine
from undefault.cost import stability_trainings
from undefault.datasets import HeldBack
from undefault.phases import find_limits
from undefault.phases.workshop import Workshop
from undefault.plan import StabilityPlan
from undefault.problem import Problem
from undefault.pruning import Pruning
from undefault.records import CURVES, FloatArray, Replicate, Setting, Task, Training
from undefault.specs import OptimizerSpec, Range
from undefault.stability.limits import SharpnessPath
from undefault.tables import rates_table, stability_table
from undefault.trials import Rung, TaskResult, Trial
from undefault.verdicts.scores import Scored

SGD = Setting("sgd", 0.01, {"momentum": 0.0})
ADAM = Setting("adam", 0.001, {"beta_1": 0.9})
ADAPTIVE = 7.0  # times as sharp
SPECS = (OptimizerSpec("sgd", "SGD", Range(1e-4, 10)), OptimizerSpec("adam", "Adam", Range(1e-5, 1)))


class QuadraticEngine(Engine):
    """Descends a quadratic of this curvature for 100 steps, by its closed form."""

    def __init__(self, curvature: float) -> None:
        self._curvature, self.n_trainings = curvature, 0

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        self.n_trainings += len(settings) * len(replicates)
        return [self._train(setting, replicates) for setting in settings]

    def _train(self, setting: Setting, replicates: Sequence[Replicate]) -> Training:
        assert setting.batch_size == len(replicates[0].split.x_train)
        with np.errstate(over="ignore"):
            loss = (1 - setting.learning_rate * self._curvature) ** (2.0 * np.arange(100))
        curves: FloatArray = np.tile(loss, (len(replicates), 1))
        last = np.full(len(replicates), 99)
        return Training(
            setting, tuple(replicate.seed for replicate in replicates), last_epoch=last, restored_epoch=last,
            **dict.fromkeys(CURVES, curves),
        )  # fmt: skip


class KnownCurvature(Curvature):
    """Says that the sharpness is this everywhere, or that there is none."""

    def __init__(self, sharpness: float | None) -> None:
        self._sharpness = sharpness

    def path(self, task: Task, replicate: Replicate, *, span: float) -> SharpnessPath | None:
        if self._sharpness is None:
            return None
        return SharpnessPath(np.array([0.0, span / self._sharpness]), np.full(2, self._sharpness))

    def adaptive_path(self, task: Task, replicate: Replicate, *, span: float) -> SharpnessPath | None:
        found = self.path(task, replicate, span=span)
        return found and replace(found, sharpness=ADAPTIVE * found.sharpness)


@pytest.fixture
def start(moons: tuple[Problem, HeldBack]) -> TaskResult:
    """Return a task of 100 epochs with two defaults."""
    problem = replace(moons[0], task=replace(moons[0].task, epochs=100))
    return TaskResult(problem, {i: Trial(i, DEFAULT, setting, {}) for i, setting in enumerate((SGD, ADAM))}, ())


@pytest.fixture
def make(make_workshop: Callable[..., Workshop]) -> Callable[..., Workshop]:
    """Return a function that makes a workshop around a curvature."""

    def made(curvature: float, *, known: float | None, n_seeds: int = 2) -> Workshop:
        workshop = make_workshop()
        space = replace(workshop.plan.space, optimizers=SPECS)
        plan = replace(workshop.plan, space=space, stability=StabilityPlan(n_seeds))
        return replace(workshop, plan=plan, engine=QuadraticEngine(curvature), curvature=KnownCurvature(known))

    return made


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(curvature=st.floats(0.3, 5000))
def test_on_a_quadratic_observed_and_predicted_agree(
    start: TaskResult, make: Callable[..., Workshop], curvature: float
) -> None:
    """The bracket is 1.13 wide, and a tenfold growth in 100 steps needs 1 % more than the limit."""
    limits = find_limits(start, make(curvature, known=curvature)).limits
    assert [limit.optimizer for limit in limits] == ["sgd", "adam"]
    observed = limits[0].observed
    assert observed.high / observed.low < 1.14
    assert observed.low <= 2.05 / curvature
    assert observed.high >= 2 / curvature
    assert observed.limit / limits[0].predicted == pytest.approx(1, rel=0.1)


def test_what_is_observed_does_not_depend_on_what_is_predicted(
    start: TaskResult, make: Callable[..., Workshop]
) -> None:
    found = [find_limits(start, make(10.0, known=known)).limits[0] for known in (10.0, 1000.0)]
    assert found[0].observed == found[1].observed
    assert found[0].predicted == pytest.approx(100 * found[1].predicted)


@pytest.mark.parametrize(("known", "n_seeds"), [(None, 2), (1.0, 0)])
def test_networks_without_sharpness_and_no_seeds_have_no_limit_and_train_nothing(
    start: TaskResult, make: Callable[..., Workshop], known: float | None, n_seeds: int
) -> None:
    workshop = make(1.0, known=known, n_seeds=n_seeds)
    assert find_limits(start, workshop).limits == ()
    assert isinstance(workshop.engine, QuadraticEngine)
    assert workshop.engine.n_trainings == 0


def test_trainings_are_counted_and_never_more_than_planned(start: TaskResult, make: Callable[..., Workshop]) -> None:
    workshop = make(3.0, known=3.0)
    limits = find_limits(start, workshop).limits
    assert isinstance(workshop.engine, QuadraticEngine)
    assert workshop.engine.n_trainings == sum(limit.n_trainings for limit in limits)
    assert workshop.engine.n_trainings <= stability_trainings(workshop.plan, workshop.known)


def test_the_table_sets_the_limit_beside_the_rates_that_work(
    start: TaskResult, make: Callable[..., Workshop], make_scored: Callable[..., Scored]
) -> None:
    table = table_of(find_limits(start, make(3.0, known=3.0)), make_scored)
    assert table["default_stands"].tolist() == ["below", "below"]
    names = ("working_low", "working_high", "best_rate", "decades")
    assert [table[name]["sgd"] for name in names] == [0.1, 1.0, 0.1, 1.0]
    expected = table["observed_limit"]["sgd"] / table["predicted_limit"]["sgd"]
    assert table["ratio"]["sgd"] == pytest.approx(expected)
    ratio = table["initial_sharpness"]["adam"] / table["initial_sharpness"]["sgd"]
    assert ratio == pytest.approx(ADAPTIVE)


def test_adaptive_descent_is_predicted_from_a_path_of_its_own(start: TaskResult, make: Callable[..., Workshop]) -> None:
    sgd, adam = find_limits(start, make(10.0, known=10.0)).limits
    assert adam.predicted / sgd.predicted == pytest.approx(38 / 2 / ADAPTIVE, rel=0.15)


def test_nothing_is_predicted_for_adaptive_descent_that_forgets(
    start: TaskResult, make: Callable[..., Workshop], make_scored: Callable[..., Scored]
) -> None:
    longer = replace(start, problem=replace(start.problem, task=replace(start.problem.task, epochs=1001)))
    result = find_limits(longer, make(10.0, known=10.0))
    assert [limit.optimizer for limit in result.limits] == ["sgd"]
    assert table_of(result, make_scored)[["predicted_limit", "observed_limit", "ratio"]].loc["adam"].isna().all()


def table_of(result: TaskResult, make_scored: Callable[..., Scored]) -> pd.DataFrame:
    """Return the table of a result by optimizer, with a ladder on which every rate from 0.1 to 1 works."""
    losses = {0.001: 0.9, 0.01: 0.5, 0.1: 0.2, 1.0: 0.22, 10.0: 1.5}
    ladder = tuple(
        Rung(replace(one, learning_rate=rate), rate == one.learning_rate, scored_at(make_scored, one, rate, loss))
        for one in (SGD, ADAM)
        for rate, loss in losses.items()
    )
    rates = rates_table([replace(result, ladder=ladder)])
    return stability_table(rates, [result], margin=0.05).set_index("optimizer")


def scored_at(make_scored: Callable[..., Scored], setting: Setting, rate: float, loss: float) -> Scored:
    rows = np.full((3, 4), loss)
    return make_scored([[1.0, loss]] * 3, setting=replace(setting, learning_rate=rate), test_loss=rows)
