"""Search, select and confirm with doubles of the engine, the study and the tracker."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from undefault.contracts import DEFAULT
from undefault.datasets import HeldBack
from undefault.phases import confirm, search, select
from undefault.phases.workshop import Workshop
from undefault.plan import ConfirmPlan
from undefault.problem import Problem
from undefault.records import Phase, Replicate, Setting, Verdict
from undefault.sweep import sweep
from undefault.tables import verdicts_table
from undefault.trials import TaskResult, Trial
from undefault.verdicts.objective import objective
from undefault.verdicts.rule import Rule

Calls = list[tuple[tuple[Setting, ...], tuple[Replicate, ...]]]
MakeWorkshop = Callable[..., Workshop]
Moons = tuple[Problem, HeldBack]


def swept(moons: Moons, workshop: Workshop) -> TaskResult:
    workshop.tracker.begin_study(moons[0])
    return next(iter(sweep([moons], workshop)))


def test_search_and_select_never_get_test_rows(moons: Moons, make_workshop: MakeWorkshop, calls: Calls) -> None:
    workshop = make_workshop()
    result = swept(moons, workshop)
    n_searching = 2 + 1
    for _, replicates in calls[:n_searching]:
        assert all(replicate.x_test is None and replicate.y_test is None for replicate in replicates)
    assert calls[n_searching:]
    for _, replicates in calls[n_searching:]:
        for replicate in replicates:
            assert replicate.x_test is not None
            assert len(replicate.x_test) == moons[0].dataset.n_test
    for trial in result.trials.values():
        tested = {phase for phase, scored in trial.scored.items() if scored.training.test_loss is not None}
        assert tested == {Phase.CONFIRM} & set(trial.scored)


def test_no_seed_of_one_phase_is_trained_in_another(moons: Moons, make_workshop: MakeWorkshop, calls: Calls) -> None:
    swept(moons, make_workshop())
    by_phase = [calls[:2], calls[2:3], calls[3:-1], calls[-1:]]
    weights = [{replicate.weights_seed for _, replicates in part for replicate in replicates} for part in by_phase]
    assert [len(seeds) for seeds in weights] == [2, 3, len({r.seed for _, rs in calls[3:-1] for r in rs}), 4]
    assert len(set().union(*weights)) == sum(len(seeds) for seeds in weights)


def test_search_tries_every_known_setting_and_gives_each_optimizer_its_share(
    moons: Moons, make_workshop: MakeWorkshop
) -> None:
    workshop = make_workshop()
    workshop.tracker.begin_study(moons[0])
    trials = search(moons[0], workshop).trials
    assert list(trials) == list(range(12))
    assert Counter(trial.setting.optimizer for trial in trials.values()) == {"sgd": 6, "adam": 6}
    assert Counter(trial.origin for trial in trials.values()) == {DEFAULT: 2, "sgd_best": 1, "proposed": 9}


def test_the_study_is_told_every_trial_once_in_units_of_the_constant(
    moons: Moons, make_workshop: MakeWorkshop, told: dict[int, float], kept: dict[int, Trial]
) -> None:
    workshop = make_workshop()
    workshop.tracker.begin_study(moons[0])
    trials = search(moons[0], workshop).trials
    scored = {number: trial.scored[Phase.SEARCH] for number, trial in trials.items()}
    expected = {n: objective(s.training.restored_valid_loss, s.constant_valid_loss) for n, s in scored.items()}
    assert told == expected
    assert set(kept) == set(trials)


def test_select_takes_the_leading_settings_on_fresh_seeds_to_one_finalist_each(
    moons: Moons, make_workshop: MakeWorkshop, calls: Calls, told: dict[int, float]
) -> None:
    workshop = make_workshop()
    workshop.tracker.begin_study(moons[0])
    trials = search(moons[0], workshop).trials
    finalists = select(moons[0], trials, workshop)
    chosen = [number for number, trial in trials.items() if Phase.SELECT in trial.scored]
    for optimizer in ("sgd", "adam"):
        own = sorted((n for n in trials if trials[n].setting.optimizer == optimizer), key=lambda n: told[n])
        assert {n for n in chosen if n in own} == set(own[:2])
        assert finalists[optimizer] == own[0]
    assert len(calls[-1][1]) == 3


def test_a_setting_that_only_looked_good_in_the_search_is_not_the_finalist(
    moons: Moons, make_workshop: MakeWorkshop
) -> None:
    """The search's scores of two trials are exchanged: selection finds out on its own seeds."""
    workshop = make_workshop()
    workshop.tracker.begin_study(moons[0])
    trials = search(moons[0], workshop).trials
    first = select(moons[0], dict(trials), workshop)["sgd"]
    losses = {n: t.scored[Phase.SEARCH].training.restored_valid_loss.mean() for n, t in trials.items()}
    second = min((n for n, t in trials.items() if t.setting.optimizer == "sgd" and n != first), key=losses.__getitem__)
    exchanged = {**trials, first: replace(trials[first], scored=trials[second].scored)}
    exchanged[second] = replace(trials[second], scored=trials[first].scored)
    assert select(moons[0], exchanged, workshop)["sgd"] == first


def test_a_default_that_is_far_off_fails_and_one_that_is_best_holds(moons: Moons, make_workshop: MakeWorkshop) -> None:
    result = swept(moons, make_workshop())
    verdicts = {contest.optimizer: contest.judgement for contest in result.contests if contest.remedy is None}
    assert {name: judgement and judgement.verdict for name, judgement in verdicts.items()} == {
        "sgd": Verdict.FAILS,
        "adam": Verdict.HOLDS,
    }


def test_every_remedy_is_judged_also_one_that_is_the_default(moons: Moons, make_workshop: MakeWorkshop) -> None:
    result = swept(moons, make_workshop())
    remedies = {contest.remedy: contest for contest in result.contests if contest.remedy}
    assert set(remedies) == {"sgd_best", "adam_default"}
    assert remedies["adam_default"].challenger == remedies["adam_default"].default
    assert result.trials[remedies["sgd_best"].challenger].origin == "sgd_best"


def test_seeds_are_added_to_open_contests_alone_and_no_seed_twice(
    moons: Moons, make_workshop: MakeWorkshop, calls: Calls, told: dict[int, float]
) -> None:
    """A margin at the remedy's gain leaves that contest open, while the others are decided at once.

    Its seeds all say the same here, so that after the second look the third could not be hoped to change anything.
    """
    gain_at_margin = _exact_gain(moons, make_workshop, calls)
    calls.clear()
    told.clear()
    plan = ConfirmPlan(Rule(gain_at_margin, 0.05, (4, 8, 12), apart=0.01))
    result = swept(moons, make_workshop(confirm=plan))
    looks = [[replicate.seed for replicate in replicates] for _, replicates in calls[3:5]]
    assert looks == [[0, 1, 2, 3], [4, 5, 6, 7]]
    n_seeds = {c.optimizer: c.judgement.interval.n_seeds for c in result.contests if c.judgement and not c.remedy}
    assert n_seeds["adam"] == 4
    in_play = {setting.optimizer for settings, _ in calls[4:5] for setting in settings}
    assert in_play == {"sgd"}
    assert verdicts_table([result], str, alpha=0.05)["n_seeds"].tolist() == [n_seeds["sgd"], 4]


def _exact_gain(moons: Moons, make_workshop: MakeWorkshop, calls: Calls) -> float:
    result = swept(moons, make_workshop())
    judgement = next(contest.judgement for contest in result.contests if contest.remedy == "sgd_best")
    assert judgement is not None
    return judgement.interval.mean


def test_trainings_are_counted_as_they_are_done(moons: Moons, make_workshop: MakeWorkshop, calls: Calls) -> None:
    done: list[int] = []
    swept(moons, replace(make_workshop(), advance=done.append))
    assert done == [len(settings) * len(replicates) for settings, replicates in calls]


def test_confirmed_trials_are_kept_with_all_their_seeds(
    moons: Moons, make_workshop: MakeWorkshop, kept: dict[int, Trial]
) -> None:
    result = swept(moons, make_workshop())
    assert {number: trial.n_seeds for number, trial in kept.items()} == {
        number: trial.n_seeds for number, trial in result.trials.items()
    }


def test_without_remedies_the_contests_are_one_an_optimizer(moons: Moons, make_workshop: MakeWorkshop) -> None:
    assert [contest.optimizer for contest in swept(moons, make_workshop(remedies={})).contests] == ["sgd", "adam"]


@pytest.mark.parametrize("looks", [(2,), (2, 4), (2, 3, 7)])
def test_confirm_never_looks_more_often_than_the_rule_allows(
    moons: Moons, make_workshop: MakeWorkshop, calls: Calls, looks: tuple[int, ...]
) -> None:
    workshop = make_workshop(confirm=ConfirmPlan(Rule(0.05, 1e-9, looks)))
    workshop.tracker.begin_study(moons[0])
    trials = search(moons[0], workshop).trials
    finalists = select(moons[0], trials, workshop)
    before = len(calls)
    confirm(moons[0], moons[1], trials, finalists, workshop)
    assert len(calls) - before <= len(looks)
    assert np.concatenate([[r.seed for r in replicates] for _, replicates in calls[before:]]).max() < looks[-1]
