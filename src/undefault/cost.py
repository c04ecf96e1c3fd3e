"""What a sweep will cost: trainings, and a guess at the minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from undefault.boundaries import MOST_WIDENINGS
from undefault.contracts import Request, Way
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.replay import REPLAYED_EPOCHS
from undefault.shares import extra_trials, plan_rounds
from undefault.stability.descent import Descent, descent_of
from undefault.stability.limits import FIRST_RATES, NEXT_RATES, ROUNDS

# Measured on two cores of a workstation; another machine may need half or twice as long. A lane's step costs a fixed
# part and a part that grows with the rows of a batch times the parameters: with batches of 32 rows the kernels took
# 0.6, 4 and 120 microseconds for 513, 4,618 and 73,985 parameters, and TensorFlow, with the lanes side by side, 13 and
# 35 for 513 and 1,162.
STEP_SECONDS = {Way.KERNELS: 2e-7, Way.TENSORFLOW: 5e-6}
WORK_SECONDS = {Way.KERNELS: 4e-11, Way.TENSORFLOW: 8e-10}
TASK_SECONDS = {Way.KERNELS: 1.0, Way.TENSORFLOW: 15.0}  # initial weights; tracing of search, select and confirm
TRIAL_SECONDS = 0.005  # to propose a trial
PATH_SECONDS = 1.0  # along which sharpness is measured, of a small network
FIT_STEP_SECONDS = 1.5e-3  # a step of plain model.fit
FIT_EPOCH_SECONDS = 0.04


@dataclass(frozen=True)
class Cost:
    """Trials and trainings of a whole sweep; ``minutes`` is a guess.

    Both are the most there can be: looks at evidence end early where all is decided, and not every range is widened.
    """

    trials: int
    trainings: int
    minutes: float


def sweep_cost(plan: Plan, problems: Sequence[tuple[Problem, Way]], known: Mapping[str, Sequence[Request]]) -> Cost:
    """Return the cost of the plan on these problems, each trained in its way."""
    trials = trials_per_study(plan, known)
    trainings = trainings_per_task(plan, known)
    lengthened = trainings + len(known) * _longer(plan)
    replays = 1 + len(known)
    besides = trials * TRIAL_SECONDS + _path_seconds(plan, known)
    seconds = sum(besides + _seconds(problem, way, lengthened, replays) for problem, way in problems)
    return Cost(trials * len(problems), trainings * len(problems), seconds / 60)


def trainings_per_task(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings that one task can need, in its study and after it."""
    by_part = (
        trainings_per_study, intervention_trainings, ladder_trainings, stability_trainings, portfolio_trainings,
    )  # fmt: skip
    return sum(count(plan, known) for count in by_part)


def trials_per_study(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the number of trials in one study, or the most there can be where its ranges may be widened."""
    rounds = plan_rounds(known, n_trials=plan.search.n_trials, per_round=plan.search.trials_per_round)
    extra = MOST_WIDENINGS * len(known) * extra_trials(plan.search.n_trials, len(known)) if plan.search.widen else 0
    return sum(len(requests) for requests in rounds) + extra


def trainings_per_study(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings that one study can need."""
    searched = trials_per_study(plan, known) * plan.search.n_seeds
    selected = len(known) * plan.select.n_settings * plan.select.n_seeds
    contestants = 2 * len(known) + sum(len(requests) - 1 for requests in known.values())
    return searched + selected + contestants * plan.confirm.rule.cap


def ladder_trainings(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings a task that the ladder of learning rates can need."""
    return len(known) * plan.ladder.n_rates * plan.ladder.n_seeds


def stability_trainings(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings a task that the search for the largest stable learning rates can need."""
    n_rates = FIRST_RATES + ROUNDS * NEXT_RATES
    return len(_descents(plan, known)) * n_rates * plan.stability.n_seeds


def _descents(plan: Plan, known: Mapping[str, Sequence[Request]]) -> list[Descent]:
    """Return those of the defaults that have a limit."""
    defaults = [(spec.keras_class, known[spec.name][0].setting) for spec in plan.space.optimizers]
    found = [descent_of(name, one.hyperparameters, n_steps=plan.budget.epochs) for name, one in defaults if one]
    return [descent for descent in found if descent]


def intervention_trainings(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings of a task that it takes to explain and fix defaults, if all fail.

    Of each: the ladder of rates and the tuned one; each hyperparameter, more epochs and scaling alone; greedy sets of
    two hyperparameters and more; default, fix and tuned setting on fresh seeds.
    """
    values, space = plan.intervene, plan.space
    scaling = max((sum(s != "standard" for s in (d.scale, d.scale_target)) for d in plan.datasets), default=0)
    ladder, fresh = (values.n_rates + 1) * values.n_rate_seeds, 3 * values.n_fresh_seeds
    trainings = 0
    for name in known:
        parts = 3 + len(space.optimizer(name).hyperparameters) + bool(space.decays) + bool(space.batch_sizes)
        sets = parts + 1 + scaling + sum(range(2, parts))
        trainings += ladder + sets * min(values.n_seeds, plan.confirm.rule.looks[0]) + fresh
    return trainings


def _longer(plan: Plan) -> int:
    """Return what more epochs of a default cost beyond one training each, in trainings of the task's budget."""
    values = plan.intervene
    return (values.epochs_factor - 1) * (values.n_seeds + values.n_fresh_seeds)


def _path_seconds(plan: Plan, known: Mapping[str, Sequence[Request]]) -> float:
    """Return what it takes to measure sharpness on a task: a path for adaptive descent, and one for the other."""
    return PATH_SECONDS * plan.stability.n_seeds * len({descent.is_adaptive for descent in _descents(plan, known)})


def portfolio_trainings(plan: Plan, known: Mapping[str, Sequence[Request]]) -> int:
    """Return the most trainings a task that the candidates of the portfolio can need."""
    n_known = sum(len(requests) for requests in known.values())
    n_finalists = min(plan.portfolio.n_finalists, len(known) * len(plan.datasets) * len(plan.networks))
    return (n_known + n_finalists) * plan.portfolio.n_seeds if len({d.source for d in plan.datasets}) > 1 else 0


def _seconds(problem: Problem, way: Way, trainings: int, replays: int) -> float:
    n_epochs = problem.task.epochs
    by_fit = problem.n_steps * FIT_STEP_SECONDS + n_epochs * FIT_EPOCH_SECONDS
    if way is Way.MODEL_FIT:
        return trainings * by_fit
    work = problem.task.batch_size * problem.n_parameters
    lane = problem.n_steps * (STEP_SECONDS[way] + WORK_SECONDS[way] * work)
    replay = by_fit * min(REPLAYED_EPOCHS / n_epochs, 1)
    return TASK_SECONDS[way] + trainings * lane + replays * replay
