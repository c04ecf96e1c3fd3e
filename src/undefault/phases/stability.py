"""Stability: how large each default's learning rate may be in full-batch training, observed and predicted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from undefault.contracts import DEFAULT
from undefault.phases.workshop import Workshop
from undefault.problem import Problem
from undefault.records import BoolArray, FloatArray, Phase, Setting
from undefault.stability.descent import Descent, descent_of
from undefault.stability.limits import (
    FIRST_RATES,
    NEXT_RATES,
    ROUNDS,
    Observed,
    SharpnessPath,
    bracket,
    is_stable,
    predict_limit,
)
from undefault.trials import StabilityLimit, TaskResult

Walk = Callable[..., SharpnessPath | None]
MARGIN = 2.0  # how far the path reaches beyond the time that training at the limit takes


def find_limits(result: TaskResult, workshop: Workshop) -> TaskResult:
    """Return the result with the limits of every optimizer that has one, on the first seeds of the confirm phase.

    Networks whose training loss is no function of their weights alone have none; nor has any without seeds.
    """
    n_seeds, problem = workshop.plan.stability.n_seeds, result.problem
    defaults = [trial.setting for trial in result.trials.values() if trial.origin == DEFAULT]
    descents = [(setting, descent) for setting in defaults if (descent := _descent(setting, problem, workshop))]
    curvature = workshop.curvature
    if not (n_seeds and curvature):
        return result
    paths = {
        is_adaptive: _paths(walk, [one for _, one in descents if one.is_adaptive == is_adaptive], problem, workshop)
        for is_adaptive, walk in ((False, curvature.path), (True, curvature.adaptive_path))
    }
    limits = [
        _limit(setting, descent, known, problem, workshop)
        for setting, descent in descents
        if (known := paths[descent.is_adaptive])
    ]
    return replace(result, limits=tuple(limits))


def _paths(walk: Walk, descents: Sequence[Descent], problem: Problem, workshop: Workshop) -> list[SharpnessPath]:
    """Return a path a seed that is long enough for all of these descents; none where a seed has none."""
    if not descents:
        return []
    span = MARGIN * problem.task.epochs * max(descent.limit * descent.speed for descent in descents)
    replicates = problem.replicates(Phase.CONFIRM, range(workshop.plan.stability.n_seeds))
    with workshop.clock.stage("sharpness"):
        paths = [walk(problem.task, replicate, span=span) for replicate in replicates]
    known = [path for path in paths if path is not None]
    return known if len(known) == len(paths) else []


def _descent(setting: Setting, problem: Problem, workshop: Workshop) -> Descent | None:
    keras_class = workshop.plan.space.optimizer(setting.optimizer).keras_class
    return descent_of(keras_class, setting.hyperparameters, n_steps=problem.task.epochs)


def _limit(
    default: Setting, descent: Descent, paths: Sequence[SharpnessPath], problem: Problem, workshop: Workshop
) -> StabilityLimit:
    predicted = float(np.median([predict_limit(path, descent, problem.task.epochs) for path in paths]))
    return StabilityLimit(
        optimizer=default.optimizer,
        initial_sharpness=float(np.median([path.sharpness[0] for path in paths])),
        sharpness=float(np.median([path.sharpness.max() for path in paths])),
        factor=descent.limit,
        predicted=predicted,
        observed=observe_limit(default, descent, problem, workshop),
        n_seeds=len(paths),
    )


def observe_limit(default: Setting, descent: Descent, problem: Problem, workshop: Workshop) -> Observed:
    """Return between which rates full-batch training becomes unstable: first over the whole range, then closer."""
    searched = workshop.plan.space.optimizer(default.optimizer).learning_rate
    rates = np.geomspace(searched.low, searched.high, FIRST_RATES)
    low, high = bracket(rates, _stable(default, descent, rates, problem, workshop))
    n_rates = len(rates)
    for _ in range(ROUNDS):
        if not (low > 0 and np.isfinite(high)):
            break
        between = np.geomspace(low, high, NEXT_RATES + 2)[1:-1]
        found = bracket(between, _stable(default, descent, between, problem, workshop))
        low, high, n_rates = found[0] or low, min(found[1], high), n_rates + len(between)
    return Observed(low, high, n_rates)


def _stable(default: Setting, descent: Descent, rates: FloatArray, problem: Problem, workshop: Workshop) -> BoolArray:
    """Return whether full-batch training is stable, ``(n_rates, n_seeds)``."""
    whole = [replace(default, learning_rate=float(rate), batch_size=problem.dataset.n_train) for rate in rates]
    scores = workshop.train(problem, whole, Phase.CONFIRM, range(workshop.plan.stability.n_seeds))
    return np.stack([is_stable(scored.training.train_loss, descent) for scored in scores])
