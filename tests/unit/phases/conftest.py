"""Typed doubles of the engine, the study and the tracker, and a workshop that works with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from undefault.clock import Clock
from undefault.contracts import DEFAULT, Engine, Proposal, Request, Study, Tracked, Tracker
from undefault.datasets import HeldBack
from undefault.phases.workshop import Workshop
from undefault.plan import (
    Budget,
    ConfirmPlan,
    EnginePlan,
    ExecutorPlan,
    IntervenePlan,
    LadderPlan,
    NightlyPlan,
    Plan,
    PortfolioPlan,
    SearchPlan,
    SelectPlan,
    StabilityPlan,
    TrackingPlan,
)
from undefault.problem import Problem
from undefault.pruning import Pruning, cut
from undefault.records import CURVES, FloatArray, Replicate, Setting, Task, Training
from undefault.specs import OptimizerSpec, Range, SearchSpace
from undefault.trials import Trial
from undefault.verdicts.rule import Rule

Call = tuple[tuple[Setting, ...], tuple[Replicate, ...]]
RATE = Range(1e-4, 1)
BEST_RATE = 0.1
DEFAULTS = {"sgd": Setting("sgd", 0.001), "adam": Setting("adam", BEST_RATE)}
REMEDIES = {"sgd_best": Setting("sgd", BEST_RATE), "adam_default": DEFAULTS["adam"]}


class PretendingEngine(Engine):
    """Pretends that a loss grows with the distance of the learning rate from `BEST_RATE`, and records every call."""

    def __init__(self, calls: list[Call]) -> None:
        self._calls = calls

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        self._calls.append((tuple(settings), tuple(replicates)))
        trained = [_pretended(task, setting, replicates) for setting in settings]
        return cut(trained, pruning) if pruning else trained


def _pretended(task: Task, setting: Setting, replicates: Sequence[Replicate]) -> Training:
    distance = abs(np.log10(setting.learning_rate / BEST_RATE))
    seeds = tuple(replicate.seed for replicate in replicates)
    loss = 0.2 + 0.15 * distance + 0.001 * np.array(seeds)
    curves = np.repeat(loss[:, None], task.epochs, axis=1)
    last = np.full(len(seeds), task.epochs - 1)
    tested = _test_loss(loss, replicates)
    return Training(
        setting, seeds, last_epoch=last, restored_epoch=last, **dict.fromkeys(CURVES, curves),
        test_loss=tested, last_test_loss=tested, test_metric=None if tested is None else loss,
    )  # fmt: skip


def _test_loss(loss: FloatArray, replicates: Sequence[Replicate]) -> FloatArray | None:
    if replicates[0].y_test is None:
        return None
    return loss[:, None] + 0.01 * np.sin(np.arange(len(replicates[0].y_test)))


class RandomStudy(Study):
    """Proposes random learning rates and remembers what it was told."""

    def __init__(self, told: dict[int, float]) -> None:
        self._told, self._rng = told, np.random.default_rng(0)
        self._rates = dict.fromkeys(DEFAULTS, RATE)

    def ask(self, requests: Sequence[Request], *, first: int) -> list[Proposal]:
        return [
            Proposal(first + index, request.origin, request.setting or self._draw(request.optimizer))
            for index, request in enumerate(requests)
        ]

    def _draw(self, optimizer: str) -> Setting:
        rate = self._rates[optimizer]
        return Setting(optimizer, float(10 ** self._rng.uniform(np.log10(rate.low), np.log10(rate.high))))

    def tell(self, number: int, value: float, *, stopped_at: Mapping[int, float] | None = None) -> None:
        assert number not in self._told
        assert stopped_at is None or stopped_at[max(stopped_at)] == value
        self._told[number] = value

    def widen(self, optimizer: str, space: SearchSpace) -> None:
        self._rates[optimizer] = space.optimizer(optimizer).learning_rate

    @property
    def n_complete(self) -> int:
        return len(self._told)


class ListTracker(Tracker):
    """Remembers the trials as they were kept last."""

    def __init__(self, kept: dict[int, Trial]) -> None:
        self._kept = kept
        self._studies: list[str] = []

    def begin_study(self, problem: Problem) -> None:
        self._studies.append(problem.task.name)

    def keep(self, problem: Problem, trials: Sequence[Trial]) -> None:
        assert problem.task.name in self._studies
        self._kept.update({trial.number: trial for trial in trials})

    def collect(self) -> Tracked:
        return Tracked({}, {})

    def finish(self, artifacts: Sequence[Path]) -> None:
        self._studies.clear()


@pytest.fixture
def calls() -> list[Call]:
    """Return what the engine was asked to train, call by call."""
    return []


@pytest.fixture
def told() -> dict[int, float]:
    """Return the objectives that the study was told, by trial."""
    return {}


@pytest.fixture
def kept() -> dict[int, Trial]:
    """Return the trials that the tracker was given, as they were last."""
    return {}


@pytest.fixture(scope="session")
def plan(moons: tuple[Problem, HeldBack]) -> Plan:
    """Return a plan for two optimizers: 12 trials, 2 selected, up to 3 looks of 4 seeds."""
    specs = tuple(OptimizerSpec(name, name.upper(), RATE) for name in DEFAULTS)
    return Plan(
        title="test",
        seed=0,
        datasets=(moons[0].task.dataset,),
        networks=(moons[0].task.network,),
        budget=Budget(4, 16, "auto"),
        space=SearchSpace(specs, decays=(), weight_decay=RATE, patience=Range(1, 5)),
        remedies=(),
        search=SearchPlan("random", "none", widen=False, n_trials=12, trials_per_round=4, n_seeds=2),
        select=SelectPlan(n_settings=2, n_seeds=3),
        confirm=ConfirmPlan(Rule(0.05, 0.05, (4, 8, 12), apart=0.0)),
        ladder=LadderPlan(n_rates=0, n_seeds=3),
        stability=StabilityPlan(n_seeds=2),
        intervene=IntervenePlan(n_seeds=3, n_rates=5, n_rate_seeds=2, epochs_factor=3, n_fresh_seeds=4),
        portfolio=PortfolioPlan(n_finalists=2, n_seeds=3),
        engine=EnginePlan("vectorized", 64),
        executor=ExecutorPlan("inline", n_attempts=3, stall_seconds=60, batch_minutes=120),
        tracking=TrackingPlan("", "test", 10, must_answer=True, wait_seconds=120),
        nightly=NightlyPlan(None, 7, ()),
        folder=Path("mlruns"),
        resume=None,
    )


@pytest.fixture
def make_workshop(
    plan: Plan, calls: list[Call], told: dict[int, float], kept: dict[int, Trial]
) -> Callable[..., Workshop]:
    """Return a function that makes a workshop of doubles, with the remedies given or the two usual ones."""

    def make(remedies: Mapping[str, Setting] | None = None, confirm: ConfirmPlan | None = None) -> Workshop:
        chosen = REMEDIES if remedies is None else remedies
        known = {
            name: [
                Request(name, DEFAULT, default),
                *(Request(name, origin, s) for origin, s in chosen.items() if s.optimizer == name and s != default),
            ]
            for name, default in DEFAULTS.items()
        }
        return Workshop(
            plan=replace(plan, confirm=confirm or plan.confirm),
            engine=PretendingEngine(calls),
            tracker=ListTracker(kept),
            open_study=lambda _: RandomStudy(told),
            known=known,
            remedies=chosen,
            clock=Clock(),
            advance=lambda _: None,
        )

    return make
