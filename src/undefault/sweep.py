"""The sweep: every task is searched, its finalists are selected, its verdicts confirmed and explained."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from undefault.datasets import HeldBack
from undefault.errors import SetAsideError
from undefault.phases import climb, confirm, find_limits, intervene, search, select
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.trials import TaskResult


def _give_up(_: Problem, error: SetAsideError) -> NoReturn:
    raise error


def sweep(
    tasks: Iterable[tuple[Problem, HeldBack]],
    workshop: Workshop,
    set_aside: Callable[[Problem, SetAsideError], None] = _give_up,
) -> Iterator[TaskResult]:
    """Yield each task's result as it is reached; a task that cannot be trained is ``set_aside``."""
    for problem, held_back in tasks:
        try:
            result = examine(problem, held_back, workshop)
        except SetAsideError as error:
            set_aside(problem, error)
        else:
            yield result


def examine(problem: Problem, held_back: HeldBack, workshop: Workshop) -> TaskResult:
    """Return what a sweep finds out about one task.

    Search and selection are handed a problem without test rows; only the phases after them get those.
    """
    workshop.tracker.begin_study(problem)
    searched = search(problem, workshop)
    finalists = select(problem, searched.trials, workshop)
    result = confirm(problem, held_back, searched.trials, finalists, workshop)
    result = replace(result, widened=searched.widened)
    result = intervene(result, held_back, workshop)
    return find_limits(climb(result, held_back, workshop), workshop)
