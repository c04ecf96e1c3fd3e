"""The ladder of learning rates, with doubles of the engine, the study and the tracker."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.cost import ladder_trainings
from undefault.datasets import HeldBack
from undefault.phases.ladder import spread_rates
from undefault.phases.workshop import Workshop
from undefault.plan import LadderPlan
from undefault.problem import Problem
from undefault.records import Phase, Replicate, Setting
from undefault.specs import Range
from undefault.sweep import sweep
from undefault.tables import rates_table
from undefault.tables.rates import COLUMNS
from undefault.trials import TaskResult

Calls = list[tuple[tuple[Setting, ...], tuple[Replicate, ...]]]
MakeWorkshop = Callable[..., Workshop]
Moons = tuple[Problem, HeldBack]


@pytest.fixture
def workshop(make_workshop: MakeWorkshop) -> Workshop:
    """Return a workshop of doubles with a ladder of 5 rates on 3 seeds."""
    made = make_workshop()
    return replace(made, plan=replace(made.plan, ladder=LadderPlan(n_rates=5, n_seeds=3)))


def swept(moons: Moons, workshop: Workshop) -> TaskResult:
    workshop.tracker.begin_study(moons[0])
    return next(iter(sweep([moons], workshop)))


@given(low=st.floats(-8, 0), decades=st.floats(0.5, 6), at=st.floats(0, 1), n_rates=st.integers(1, 40))
def test_rates_rise_over_the_whole_range_and_the_default_is_one_of_them(
    low: float, decades: float, at: float, n_rates: int
) -> None:
    searched = Range(float(10**low), float(10 ** (low + decades)))
    default = float(10 ** (low + at * decades))
    rates = spread_rates(searched, default, n_rates)
    assert default in rates
    assert rates == sorted(rates)
    assert len(rates) <= n_rates
    assert all(searched.low * 0.995 <= rate <= searched.high * 1.005 for rate in rates)


@given(at=st.floats(0, 1), n_rates=st.integers(2, 40))
def test_no_gap_between_rates_is_wider_than_a_step_and_a_half(at: float, n_rates: int) -> None:
    rates = spread_rates(Range(1e-5, 1), float(10 ** (-5 + at * 5)), n_rates)
    gaps = np.diff(np.log10([1e-5, *rates, 1.0]))
    assert gaps.max() <= 1.5 * 5 / (n_rates - 1) + 0.01


def test_every_default_climbs_on_the_first_confirm_seeds_and_changes_its_rate_alone(
    moons: Moons, workshop: Workshop, calls: Calls
) -> None:
    result = swept(moons, workshop)
    settings, replicates = calls[-1]
    assert [replicate.seed for replicate in replicates] == [0, 1, 2]
    confirmed = moons[0].replicates(Phase.CONFIRM, range(3))
    assert [replicate.weights_seed for replicate in replicates] == [one.weights_seed for one in confirmed]
    assert [rung.setting for rung in result.ladder] == list(settings)
    defaults = {trial.setting.optimizer: trial.setting for trial in result.trials.values() if trial.origin == "default"}
    for rung in result.ladder:
        default = defaults[rung.setting.optimizer]
        assert replace(rung.setting, learning_rate=default.learning_rate) == default
        assert rung.is_default == (rung.setting == default)
    assert sum(rung.is_default for rung in result.ladder) == len(defaults) == 2


def test_the_ladder_changes_no_verdict_and_no_trial(moons: Moons, workshop: Workshop, told: dict[int, float]) -> None:
    with_ladder = swept(moons, workshop)
    told.clear()
    without = swept(moons, replace(workshop, plan=replace(workshop.plan, ladder=LadderPlan(0, 3))))
    assert without.ladder == ()
    assert without.contests == with_ladder.contests
    assert {number: trial.n_seeds for number, trial in without.trials.items()} == {
        number: trial.n_seeds for number, trial in with_ladder.trials.items()
    }


def test_as_many_trainings_are_counted_as_are_climbed(moons: Moons, workshop: Workshop) -> None:
    table = rates_table([swept(moons, workshop)])
    assert len(table) == ladder_trainings(workshop.plan, workshop.known) == 2 * 5 * 3


def test_a_default_on_the_ladder_is_as_it_was_confirmed(moons: Moons, workshop: Workshop) -> None:
    result = swept(moons, workshop)
    table = rates_table([result]).query("is_default").set_index(["optimizer", "seed"])["test_skill"]
    for trial in result.trials.values():
        if trial.origin == "default":
            confirmed = trial.scored[Phase.CONFIRM].first(3).test_skill
            assert table[trial.setting.optimizer].tolist() == pytest.approx(confirmed.tolist())


def test_rates_have_their_columns_with_and_without_a_ladder(moons: Moons, workshop: Workshop) -> None:
    result = swept(moons, workshop)
    assert list(rates_table([result]).columns) == list(rates_table([replace(result, ladder=())]).columns) == COLUMNS
