"""Candidates of all tasks, each trained on every task, with doubles of the engine, the study and the tracker."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from undefault.comparison.portfolio import Candidate, Kind
from undefault.datasets import HeldBack
from undefault.phases import train_candidates
from undefault.phases.portfolio import at_budget, fresh_seeds, gather_candidates
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.records import Decay, Replicate, Setting
from undefault.specs import DecaySpec
from undefault.sweep import sweep
from undefault.trials import TaskResult

Calls = list[tuple[tuple[Setting, ...], tuple[Replicate, ...]]]
MakeWorkshop = Callable[..., Workshop]
Moons = tuple[Problem, HeldBack]


def renamed(problem: Problem, source: str) -> Problem:
    """Return the problem as if its rows came from another source."""
    spec = replace(problem.task.dataset, name=source, source=source)
    return replace(problem, task=replace(problem.task, dataset=spec))


@pytest.fixture
def results(moons: Moons, make_workshop: MakeWorkshop, told: dict[int, float]) -> list[TaskResult]:
    """Return the results of two tasks of different sources, without remedies, so that the search finds better."""
    found = []
    for source in ("moons", "circles"):
        told.clear()
        workshop, problem = make_workshop(remedies={}), renamed(moons[0], source)
        found += list(sweep([(problem, moons[1])], workshop))
    return found


def test_candidates_are_defaults_remedies_and_the_best_finalist_of_every_task_each_once(
    results: list[TaskResult], make_workshop: MakeWorkshop
) -> None:
    candidates = gather_candidates(results, make_workshop())
    names = {kind: [one.name for one in candidates if one.kind is kind] for kind in Kind}
    assert names[Kind.DEFAULT] == ["sgd default", "adam default"]
    assert names[Kind.REMEDY] == ["sgd_best"]
    assert 1 <= len(names[Kind.FINALIST]) <= 2
    assert {one.source for one in candidates if one.kind is Kind.FINALIST} <= {"moons", "circles"}
    assert len({(one.setting.optimizer, one.setting.learning_rate) for one in candidates}) == len(candidates)


def test_every_candidate_is_trained_on_every_task_on_seeds_that_no_verdict_uses(
    results: list[TaskResult], moons: Moons, make_workshop: MakeWorkshop, calls: Calls
) -> None:
    used = {replicate.weights_seed for _, replicates in calls for replicate in replicates}
    calls.clear()
    workshop, rows = make_workshop(), {result.problem.task.name: moons[1] for result in results}
    scores = train_candidates(results, rows, workshop)
    assert scores is not None
    assert scores.sources == ("moons", "circles")
    assert scores.valid_skill.shape == scores.test_skill.shape == (2, 3, len(scores.candidates))
    assert [len(settings) for settings, _ in calls] == [len(scores.candidates)] * 2
    assert not used & {replicate.weights_seed for _, replicates in calls for replicate in replicates}
    best = [one.setting.learning_rate for one in scores.candidates].index(0.1)
    np.testing.assert_array_equal(scores.test_skill[:, :, best], scores.test_skill.max(axis=2))


def test_the_seeds_begin_where_the_last_look_ends(make_workshop: MakeWorkshop) -> None:
    assert fresh_seeds(make_workshop().plan) == range(12, 15)


def test_one_source_alone_trains_nothing(
    results: list[TaskResult], moons: Moons, make_workshop: MakeWorkshop, calls: Calls
) -> None:
    calls.clear()
    rows = {result.problem.task.name: moons[1] for result in results}
    assert train_candidates(results[:1], rows, make_workshop()) is None
    assert not calls


def test_a_decay_over_the_whole_budget_follows_the_task_and_a_remedys_own_steps_do_not(moons: Moons) -> None:
    cosine = Setting("adam", 0.1, decay=Decay("cosine", {"alpha": 0.1}))
    open_ended = Candidate("a", Kind.FINALIST, cosine, "moons", "decay_steps")
    assert at_budget(open_ended, moons[0]).decay.values == {"alpha": 0.1, "decay_steps": moons[0].n_steps}
    fixed = Candidate("b", Kind.REMEDY, replace(cosine, decay=Decay("cosine", {"alpha": 0.1, "decay_steps": 7})))
    assert at_budget(fixed, moons[0]) == fixed.setting


def test_a_finalists_steps_are_left_open(results: list[TaskResult], make_workshop: MakeWorkshop) -> None:
    """Every proposed trial gets a decay over its task's budget: the candidates must not carry those steps along."""
    workshop = make_workshop()
    decay = Decay("cosine", {"alpha": 0.1, "decay_steps": 20})
    decayed = [
        replace(
            result,
            trials={
                number: replace(trial, setting=replace(trial.setting, decay=decay))
                if trial.origin == "proposed"
                else trial
                for number, trial in result.trials.items()
            },
        )
        for result in results
    ]
    space = replace(workshop.plan.space, decays=(DecaySpec("cosine", budget_argument="decay_steps"),))
    candidates = gather_candidates(decayed, replace(workshop, plan=replace(workshop.plan, space=space)))
    finalists = [one for one in candidates if one.kind is Kind.FINALIST]
    assert finalists
    assert all("decay_steps" not in one.setting.decay.values for one in finalists)
    assert {one.budget_argument for one in finalists} == {"decay_steps"}
