"""The sweep: every task is searched, its finalists are selected, its verdicts confirmed and explained."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from undefault.datasets import HeldBack
from undefault.phases import climb, confirm, find_limits, intervene, search, select
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.trials import TaskResult


def sweep(tasks: Iterable[tuple[Problem, HeldBack]], workshop: Workshop) -> Iterator[TaskResult]:
    """Yield each task's result as it is reached.

    Search and selection are handed a problem without test rows; only the phases after them get those.
    """
    for problem, held_back in tasks:
        workshop.tracker.begin_study(problem)
        searched = search(problem, workshop)
        finalists = select(problem, searched.trials, workshop)
        result = confirm(problem, held_back, searched.trials, finalists, workshop)
        result = replace(result, widened=searched.widened)
        result = intervene(result, held_back, workshop)
        yield find_limits(climb(result, held_back, workshop), workshop)
