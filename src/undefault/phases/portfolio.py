"""Portfolio: defaults, remedies and the finalists of all tasks, each trained on every task on fresh seeds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from undefault.comparison.portfolio import Candidate, CandidateScores, Kind
from undefault.contracts import DEFAULT, PROPOSED
from undefault.datasets import HeldBack
from undefault.phases.workshop import Workshop
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.records import Decay, Phase, Setting, Task
from undefault.specs import SearchSpace
from undefault.trials import TaskResult, Trial


def train_candidates(
    results: Sequence[TaskResult], held_back: Mapping[str, HeldBack], workshop: Workshop
) -> CandidateScores | None:
    """Return every candidate's skills on every task; ``held_back`` are the test rows by the task's name.

    ``None`` where all tasks use the rows of one source, for then a list of settings cannot be judged on other data.
    """
    sources = tuple(result.problem.task.dataset.source for result in results)
    if len(set(sources)) < 2:
        return None
    candidates, seeds = gather_candidates(results, workshop), fresh_seeds(workshop.plan)
    valid, test = [], []
    for problem in (result.problem for result in results):
        settings = [at_budget(candidate, problem) for candidate in candidates]
        rows = held_back[problem.task.name]
        scores = workshop.train(problem, settings, Phase.CONFIRM, seeds, held_back=rows)
        valid.append(np.stack([scored.valid_skill for scored in scores], axis=1))
        test.append(np.stack([scored.test_skill for scored in scores], axis=1))
    studies = tuple(result.problem.task.name for result in results)
    return CandidateScores(studies, sources, candidates, np.stack(valid), np.stack(test))


def fresh_seeds(plan: Plan) -> range:
    """Return the seeds of the confirm phase past its cap, which no verdict uses."""
    cap = plan.confirm.rule.cap
    return range(cap, cap + plan.portfolio.n_seeds)


def gather_candidates(results: Sequence[TaskResult], workshop: Workshop) -> tuple[Candidate, ...]:
    """Return each setting once: defaults first, then remedies, then finalists, the best of every task first."""
    known = [request for requests in workshop.known.values() for request in requests]
    defaults = [
        Candidate(f"{request.optimizer} default", Kind.DEFAULT, request.setting)
        for request in known
        if request.origin == DEFAULT and request.setting
    ]
    remedies = [Candidate(name, Kind.REMEDY, setting) for name, setting in workshop.remedies.items()]
    named = _once([*defaults, *remedies])
    plan = workshop.plan
    both = _once([*named, *_finalists(results, plan.space)])
    return tuple(both[: len(named) + plan.portfolio.n_finalists])


def at_budget(candidate: Candidate, problem: Problem) -> Setting:
    """Return the candidate's setting on a task: a decay over the whole budget follows the task's number of steps."""
    setting = candidate.setting
    if candidate.budget_argument is None:
        return setting
    values = {**setting.decay.values, candidate.budget_argument: problem.n_steps}
    return replace(setting, decay=Decay(setting.decay.kind, values))


def _finalists(results: Sequence[TaskResult], space: SearchSpace) -> Iterator[Candidate]:
    """Yield the best finalist of every task by its confirmed validation skill, then the second best of every task."""
    ranked = [_ranked(result) for result in results]
    for level in zip_longest(*ranked):
        for result, trial in zip(results, level, strict=True):
            if trial is not None:
                yield _portable(result.problem.task, trial, space)


def _ranked(result: TaskResult) -> list[Trial]:
    finalists = [result.trials[contest.challenger] for contest in result.contests if contest.remedy is None]
    return sorted(finalists, key=lambda trial: -float(trial.scored[Phase.CONFIRM].valid_skill.mean()))


def _portable(task: Task, trial: Trial, space: SearchSpace) -> Candidate:
    """Return a finalist as a candidate; what the search set to the number of its task's steps is left open."""
    setting, name, source = trial.setting, f"{task.name} trial {trial.number}", task.dataset.source
    budget = next((decay.budget_argument for decay in space.decays if decay.kind == setting.decay.kind), None)
    if trial.origin != PROPOSED or budget is None:
        return Candidate(name, Kind.FINALIST, setting, source)
    values = {argument: value for argument, value in setting.decay.values.items() if argument != budget}
    return Candidate(name, Kind.FINALIST, replace(setting, decay=Decay(setting.decay.kind, values)), source, budget)


def _once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those whose setting came before."""
    unique: list[Candidate] = []
    for candidate in candidates:
        if all((candidate.setting, candidate.budget_argument) != (o.setting, o.budget_argument) for o in unique):
            unique.append(candidate)
    return unique
