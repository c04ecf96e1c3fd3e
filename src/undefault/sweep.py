"""The sweep: every task is searched, its finalists are selected, its verdicts confirmed, its failures explained."""

from collections.abc import Iterable, Iterator

from undefault.datasets import HeldBack
from undefault.phases import confirm, intervene, search, select
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.trials import TaskResult


def sweep(tasks: Iterable[tuple[Problem, HeldBack]], workshop: Workshop) -> Iterator[TaskResult]:
    """Yield each task's result as it is reached.

    Search and selection are handed a problem without test rows; only what comes after gets those.
    """
    for problem, held_back in tasks:
        workshop.tracker.begin_study(problem)
        trials = search(problem, workshop)
        finalists = select(problem, trials, workshop)
        result = confirm(problem, held_back, trials, finalists, workshop)
        yield intervene(result, held_back, workshop)
