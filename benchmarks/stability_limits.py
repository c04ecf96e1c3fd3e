"""Observed and predicted stability limits over the tasks of a sweep: `python -m benchmarks.stability_limits sgd`."""

import sys
from collections.abc import Iterator
from typing import cast

from undefault import wiring
from undefault.clock import Clock
from undefault.config import make_plan
from undefault.contracts import DEFAULT, Tracker
from undefault.phases import find_limits
from undefault.phases.workshop import Workshop
from undefault.trials import StabilityLimit, TaskResult, Trial

FACTOR = 1.5


def limits_of(overrides: list[str]) -> Iterator[tuple[str, StabilityLimit]]:
    """Yield the limits of every default, task by task; nothing else is trained."""
    from undefault.engine.sharpness import KerasCurvature

    plan, _ = make_plan(overrides)
    tasks, known = wiring.load_tasks(plan), wiring.known_settings(plan)
    workshop = Workshop(
        plan,
        wiring.make_engine(plan),
        cast("Tracker", None),
        lambda _: (_ for _ in ()).throw(RuntimeError("nothing is searched here")),
        known.requests(),
        known.remedies,
        Clock(),
        lambda _: None,
        KerasCurvature(),
    )
    for problem, _ in tasks:
        trials = {i: Trial(i, DEFAULT, setting, {}) for i, setting in enumerate(known.defaults.values())}
        for limit in find_limits(TaskResult(problem, trials, ()), workshop).limits:
            yield problem.task.name, limit


def main(optimizers: str, *more: str) -> None:
    """Print a line a limit, and on how many the two agree."""
    agree, ratios = 0, []
    for study, limit in limits_of([f"optimizers=[{optimizers}]", "remedy=[]", "search.n_trials=99", *more]):
        ratio = limit.observed.limit / limit.predicted
        ratios.append(ratio)
        agree += 1 / FACTOR <= ratio <= FACTOR
        found = f"observed {limit.observed.limit:.3g}, predicted {limit.predicted:.3g}, ratio {ratio:.2f}"
        print(
            f"{study} {limit.optimizer}: {found}, {limit.factor:.3g} / {limit.initial_sharpness:.3g} at first",
            flush=True,
        )
    print(f"within a factor of {FACTOR}: {agree} of {len(ratios)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
