"""What a sweep will cost: trainings, and a guess at the minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from undefault.contracts import Request
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.shares import plan_rounds

# Measured on two cores of a workstation; another machine may need half or twice as long. A lane's step took 13, 35 and
# 890 microseconds with 513, 1,162 and 96,000 parameters and batches of 32 rows, which a power of their product meets.
COMPILE_SECONDS = 2.0  # a program: tracing and first call
STEP_SECONDS = 3e-6  # a lane and optimizer step, whatever the network
WORK_SECONDS = 5e-9  # a lane and step, times (rows x parameters) ** WORK_POWER
WORK_POWER = 0.8
PROGRAMS = 5  # a task: search, select and three looks
FIT_STEP_SECONDS = 1.5e-3  # a step of plain model.fit
FIT_EPOCH_SECONDS = 0.04


@dataclass(frozen=True)
class Cost:
    """Trials and trainings of a whole sweep; ``minutes`` is a guess.

    ``trainings`` is the most there can be: looks at evidence end early where all is decided.
    """

    trials: int
    trainings: int
    minutes: float


def sweep_cost(plan: Plan, problems: Sequence[Problem], known: Mapping[str, Sequence[Request]]) -> Cost:
    """Return the cost of the plan on these problems."""
    trials = trials_per_study(plan, known)
    trainings = trainings_per_study(plan, known)
    seconds = sum(_seconds(plan, problem, trainings) for problem in problems)
    return Cost(trials * len(problems), trainings * len(problems), seconds / 60)


def trials_per_study(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the number of trials in one study."""
    rounds = plan_rounds(known, n_trials=plan.search.n_trials, per_round=plan.search.trials_per_round)
    return sum(len(requests) for requests in rounds)


def trainings_per_study(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings that one study can need."""
    searched = trials_per_study(plan, known) * plan.search.n_seeds
    selected = len(known) * plan.select.n_settings * plan.select.n_seeds
    contestants = 2 * len(known) + sum(len(requests) - 1 for requests in known.values())
    return searched + selected + contestants * plan.confirm.seeds_per_look * plan.confirm.rule.n_looks


def _seconds(plan: Plan, problem: Problem, trainings: int) -> float:
    replay = problem.n_steps * FIT_STEP_SECONDS + plan.budget.epochs * FIT_EPOCH_SECONDS
    if plan.engine.kind == "keras":
        return trainings * replay
    work: float = (problem.task.batch_size * problem.n_parameters) ** WORK_POWER
    lane = problem.n_steps * (STEP_SECONDS + WORK_SECONDS * work)
    return PROGRAMS * COMPILE_SECONDS + trainings * lane + replay
