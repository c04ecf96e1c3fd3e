"""Confirm: defaults against finalists and remedies on fresh seeds and the test rows, until each contest is decided."""

import itertools
from collections.abc import Mapping, Sequence

from undefault.contracts import DEFAULT
from undefault.datasets import HeldBack
from undefault.phases.workshop import Workshop
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.records import Phase
from undefault.trials import TaskResult, Trial
from undefault.verdicts.contest import Contest
from undefault.verdicts.family import surest_level
from undefault.verdicts.scores import join


def confirm(
    problem: Problem,
    held_back: HeldBack,
    trials: dict[int, Trial],
    finalists: Mapping[str, int],
    workshop: Workshop,
) -> TaskResult:
    """Return the judged contests; each look adds seeds to those still open, up to the cap.

    A default against its finalist stays open until it is decided together with all verdicts of the sweep, or until no
    more seeds could be hoped to do so.
    """
    contests = _contests(trials, finalists, workshop)
    for seen, n_seeds in itertools.pairwise((0, *workshop.plan.confirm.rule.looks)):
        going_on = [contest for contest in contests if _goes_on(contest, workshop.plan)]
        numbers = _in_play(going_on)
        seeds = range(seen, n_seeds)
        settings = [trials[number].setting for number in numbers]
        scores = workshop.train(problem, settings, Phase.CONFIRM, seeds, held_back=held_back) if numbers else []
        for number, scored in zip(numbers, scores, strict=True):
            earlier = trials[number].scored.get(Phase.CONFIRM)
            trials[number] = trials[number].having(Phase.CONFIRM, join([earlier, scored]) if earlier else scored)
        contests = [_judged(c, trials, workshop) if c in going_on else c for c in contests]
    workshop.keep(problem, [trial for trial in trials.values() if Phase.CONFIRM in trial.scored])
    return TaskResult(problem, trials, tuple(contests))


def _contests(trials: Mapping[int, Trial], finalists: Mapping[str, int], workshop: Workshop) -> list[Contest]:
    """Pair each optimizer's default with its finalist, and with every remedy of that optimizer."""
    defaults = {trial.setting.optimizer: trial.number for trial in trials.values() if trial.origin == DEFAULT}
    tuned = [Contest(name, defaults[name], finalist) for name, finalist in finalists.items()]
    known = {trial.origin: trial.number for trial in trials.values()}
    remedies = [
        Contest(
            setting.optimizer, defaults[setting.optimizer], known.get(name, defaults[setting.optimizer]), remedy=name
        )
        for name, setting in workshop.remedies.items()
    ]
    return [*tuned, *remedies]


def _in_play(contests: Sequence[Contest]) -> list[int]:
    """Return the trials of the contests, each once, lowest number first."""
    return sorted({number for contest in contests for number in (contest.default, contest.challenger)})


def _goes_on(contest: Contest, plan: Plan) -> bool:
    """Return whether more seeds could decide the contest, alone or, of a tuned setting, together with all others."""
    alpha = plan.confirm.rule.alpha
    levels = [alpha] if contest.remedy else [alpha, surest_level(plan.n_verdicts, alpha=alpha)]
    return any(contest.is_open(level=level) for level in levels)


def _judged(contest: Contest, trials: Mapping[int, Trial], workshop: Workshop) -> Contest:
    default, challenger = (trials[n].scored[Phase.CONFIRM] for n in (contest.default, contest.challenger))
    return contest.judged(default, challenger, workshop.plan.confirm.rule)
