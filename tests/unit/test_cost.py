"""What a sweep costs is counted as the phases train, not guessed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.contracts import DEFAULT, Request, Way
from undefault.cost import (
    intervention_trainings,
    ladder_trainings,
    portfolio_trainings,
    sweep_cost,
    trainings_per_study,
    trials_per_study,
)
from undefault.datasets import HeldBack
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
from undefault.records import DatasetSpec, NetworkSpec, Setting
from undefault.specs import OptimizerSpec, Range, SearchSpace
from undefault.verdicts.rule import Rule

KNOWN = {
    "sgd": [Request("sgd", DEFAULT, Setting("sgd", 0.01))],
    "adam": [Request("adam", DEFAULT, Setting("adam", 0.001)), Request("adam", "adam_1e-4", Setting("adam", 1e-4))],
}
RATE = Range(1e-5, 1)
SPECS = (OptimizerSpec("sgd", "SGD", RATE), OptimizerSpec("adam", "Adam", RATE, {"beta_1": RATE, "beta_2": RATE}))
PLAN = Plan(
    title="test",
    seed=0,
    datasets=(),
    networks=(),
    budget=Budget(4, 16, "auto"),
    space=SearchSpace(SPECS, decays=(), weight_decay=Range(0.1, 1), patience=Range(1, 5)),
    remedies=(),
    search=SearchPlan("random", "none", widen=False, n_trials=20, trials_per_round=4, n_seeds=3),
    select=SelectPlan(n_settings=2, n_seeds=5),
    confirm=ConfirmPlan(Rule(0.05, 0.05, (8, 16, 24))),
    ladder=LadderPlan(n_rates=5, n_seeds=3),
    stability=StabilityPlan(n_seeds=2),
    intervene=IntervenePlan(n_seeds=6, n_rates=7, n_rate_seeds=2, epochs_factor=3, n_fresh_seeds=10),
    portfolio=PortfolioPlan(n_finalists=7, n_seeds=6),
    engine=EnginePlan("vectorized", 64),
    executor=ExecutorPlan("inline", n_attempts=3, stall_seconds=60, batch_minutes=120),
    tracking=TrackingPlan("", "test", 10, must_answer=True, wait_seconds=120),
    nightly=NightlyPlan(None, 7, ()),
    folder=Path("mlruns"),
    resume=None,
)


@given(st.integers(4, 200))
def test_a_study_has_the_trials_asked_for(n_trials: int) -> None:
    plan = replace(PLAN, search=replace(PLAN.search, n_trials=n_trials))
    assert trials_per_study(plan, KNOWN) == n_trials


def test_a_study_has_all_that_is_known_however_few_trials_are_asked_for() -> None:
    plan = replace(PLAN, search=replace(PLAN.search, n_trials=1))
    assert trials_per_study(plan, KNOWN) == 3


def test_the_trainings_of_a_study_are_those_counted_by_hand() -> None:
    """20 trials on 3 seeds; 2 settings of 2 optimizers on 5; 2 defaults, 2 finalists and 1 remedy on 24."""
    assert trainings_per_study(PLAN, KNOWN) == 20 * 3 + 2 * 2 * 5 + 5 * 24


def test_the_trainings_of_interventions_are_those_counted_by_hand() -> None:
    """Of SGD rate, weight decay and stopping may change, of Adam two more; 8 rates on 2 seeds, 3 arms on 10 fresh ones.

    Three singles, more epochs and two pairs on 6 seeds; five singles, more epochs, 4 pairs, 3 and 2 larger sets.
    """
    sgd, adam = 8 * 2 + (3 + 1 + 2) * 6 + 3 * 10, 8 * 2 + (5 + 1 + 4 + 3 + 2) * 6 + 3 * 10
    assert intervention_trainings(PLAN, KNOWN) == sgd + adam


def test_interventions_use_no_more_seeds_than_every_contest_has_seen() -> None:
    few = replace(PLAN, confirm=ConfirmPlan(Rule(0.05, 0.05, (2, 16))))
    assert intervention_trainings(PLAN, KNOWN) - intervention_trainings(few, KNOWN) == (6 + 15) * (6 - 2)


def test_candidates_are_counted_where_two_sources_can_be_told_apart() -> None:
    """2 defaults, 1 remedy and at most 2 optimizers' finalists of 2 tasks, on 6 seeds."""
    one, two = (tuple(DatasetSpec(name, name) for name in names) for names in (["moons"], ["moons", "wine"]))
    plan = replace(PLAN, networks=(NetworkSpec("linear"),))
    assert portfolio_trainings(replace(plan, datasets=one), KNOWN) == 0
    assert portfolio_trainings(replace(plan, datasets=two), KNOWN) == (3 + 4) * 6


def test_a_sweep_of_two_tasks_costs_twice_as_much(moons: tuple[Problem, HeldBack]) -> None:
    one, two = (sweep_cost(PLAN, [(moons[0], Way.KERNELS)] * n_tasks, KNOWN) for n_tasks in (1, 2))
    assert (two.trials, two.trainings) == (2 * one.trials, 2 * one.trainings)
    assert two.minutes == pytest.approx(2 * one.minutes)


def test_each_way_is_guessed_to_take_longer_than_the_one_before(moons: tuple[Problem, HeldBack]) -> None:
    minutes = [sweep_cost(PLAN, [(moons[0], way)], KNOWN).minutes for way in Way]
    assert 0 < minutes[0] < minutes[1] < minutes[2]


def test_extra_trials_of_widened_ranges_are_counted_at_their_most() -> None:
    """20 trials on 2 optimizers: each may get 5 more, twice."""
    plan = replace(PLAN, search=replace(PLAN.search, widen=True))
    assert trials_per_study(plan, KNOWN) == 20 + 2 * 2 * 5
    assert trainings_per_study(plan, KNOWN) == trainings_per_study(PLAN, KNOWN) + 2 * 2 * 5 * 3


def test_a_ladder_is_counted_for_every_default_and_off_at_0_rates() -> None:
    """2 defaults at 5 rates on 3 seeds."""
    assert ladder_trainings(PLAN, KNOWN) == 2 * 5 * 3
    assert ladder_trainings(replace(PLAN, ladder=LadderPlan(0, 3)), KNOWN) == 0
