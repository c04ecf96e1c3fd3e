"""Searches that are pruned and widened, with doubles of the engine, the study and the tracker."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from undefault.contracts import PROPOSED
from undefault.cost import trials_per_study
from undefault.datasets import HeldBack
from undefault.ledger import RecordedEngine
from undefault.phases import search, select
from undefault.phases.search import Searched
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.pruning import PRUNERS
from undefault.records import Phase, Training, TrialState
from undefault.search.study import OptunaStudy
from undefault.shares import extra_trials
from undefault.specs import Range

MakeWorkshop = Callable[..., Workshop]
Moons = tuple[Problem, HeldBack]
LONG = 18


def searched(moons: Moons, workshop: Workshop, **changes: Any) -> tuple[Problem, Searched, Workshop]:
    """Search moons for 18 epochs with 40 trials, and these changes to the plan of the search."""
    plan = replace(workshop.plan, search=replace(workshop.plan.search, n_trials=40, trials_per_round=5, **changes))
    problem = replace(moons[0], task=replace(moons[0].task, epochs=LONG))
    workshop = replace(workshop, plan=plan)
    workshop.tracker.begin_study(problem)
    return problem, search(problem, workshop), workshop


@pytest.mark.parametrize("pruner", PRUNERS)
def test_known_settings_are_never_pruned_and_who_is_pruned_is_no_finalist(
    pruner: str, moons: Moons, make_workshop: MakeWorkshop
) -> None:
    problem, found, workshop = searched(moons, make_workshop(), pruner=pruner)
    states = Counter(trial.state for trial in found.trials.values())
    assert states[TrialState.PRUNED] > 0 or pruner == "none"
    assert all(trial.state is TrialState.COMPLETE for trial in found.trials.values() if trial.origin != PROPOSED)
    finalists = select(problem, found.trials, workshop)
    assert set(finalists) == {"sgd", "adam"}
    assert not any(trial.is_pruned for trial in found.trials.values() if Phase.SELECT in trial.scored)


@pytest.mark.parametrize("pruner", ["median", "halving", "hyperband"])
def test_the_best_of_each_optimizer_is_never_pruned(pruner: str, moons: Moons, make_workshop: MakeWorkshop) -> None:
    """Losses of the double do not change with the epochs, so what is best at the end is best at every rung."""
    _, found, _ = searched(moons, make_workshop(), pruner=pruner)
    for name in ("sgd", "adam"):
        own = [trial for trial in found.trials.values() if trial.setting.optimizer == name]
        losses = [float(trial.scored[Phase.SEARCH].training.restored_valid_loss.mean()) for trial in own]
        assert not own[int(np.argmin(losses))].is_pruned


def test_without_widening_no_range_changes(moons: Moons, make_workshop: MakeWorkshop) -> None:
    _, found, _ = searched(moons, make_workshop())
    assert found.widened == ()
    assert len(found.trials) == 40


class PowerCutError(Exception):
    """The machine went off."""


@pytest.mark.parametrize("n_calls", [0, 2, 5])
def test_a_pruned_and_widened_search_stopped_on_its_way_ends_as_if_it_had_not_been(
    n_calls: int, moons: Moons, make_workshop: MakeWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a real study and a real ledger, with losses of the double."""

    def searched_in(folder: Path) -> Searched:
        workshop = make_workshop(remedies={})
        plan = workshop.plan
        narrow = [replace(spec, learning_rate=Range(1e-4, 0.11)) for spec in plan.space.optimizers]
        space = replace(plan.space, optimizers=tuple(narrow), patience=Range(1, 5, integer=True))
        workshop = replace(
            workshop,
            plan=replace(plan, space=space),
            engine=RecordedEngine(workshop.engine, folder / "trainings"),
            open_study=lambda problem: OptunaStudy(
                folder / "a.journal", problem.task.name, space, sampler="tpe", seed=0, n_steps=problem.n_steps
            ),
        )
        return searched(moons, workshop, pruner="halving", widen=True)[1]

    whole, calls, train = searched_in(tmp_path / "whole"), list[None](), RecordedEngine.train

    def until_power_cut(self: RecordedEngine, *arguments: Any) -> list[Training]:
        calls.append(None)
        if len(calls) > n_calls:
            raise PowerCutError
        return train(self, *arguments)

    with monkeypatch.context() as cut:
        cut.setattr(RecordedEngine, "train", until_power_cut)
        with pytest.raises(PowerCutError):
            searched_in(tmp_path / "stopped")
    resumed = searched_in(tmp_path / "stopped")
    assert whole.widened
    assert resumed.widened == whole.widened
    assert [(t.setting, t.state) for t in resumed.trials.values()] == [
        (t.setting, t.state) for t in whole.trials.values()
    ]


def test_a_best_rate_on_the_boundary_brings_a_wider_range_and_more_trials_for_that_optimizer_alone(
    moons: Moons, make_workshop: MakeWorkshop, told: dict[int, float]
) -> None:
    """The best rate is 0.1, and sgd may only go up to 0.0011; its default, 0.001, lies on the boundary already."""
    workshop = make_workshop(remedies={})
    [sgd, adam] = workshop.plan.space.optimizers
    narrow = replace(sgd, learning_rate=Range(1e-4, 0.0011))
    space = replace(workshop.plan.space, optimizers=(narrow, adam))
    workshop = replace(workshop, plan=replace(workshop.plan, space=space))
    _, found, workshop = searched(moons, workshop, widen=True)
    assert [(widening.optimizer, widening.hyperparameter, widening.side) for widening in found.widened] == [
        ("sgd", "learning_rate", "high")
    ] * len(found.widened)
    assert [widening.searched.high for widening in found.widened] == pytest.approx([0.011, 0.11][: len(found.widened)])
    extra = extra_trials(40, 2)
    counts = Counter(trial.setting.optimizer for trial in found.trials.values())
    assert counts == {"sgd": 20 + extra * len(found.widened), "adam": 20}
    assert set(told) == set(found.trials) == set(range(len(found.trials)))
    assert 1 <= len(found.widened) <= 2
    assert len(found.trials) <= trials_per_study(workshop.plan, workshop.known)
