"""Ladder: every optimizer's default at learning rates over the whole range of its search, all else as it is."""

from dataclasses import replace

import numpy as np

from undefault.contracts import DEFAULT
from undefault.datasets import HeldBack
from undefault.phases.workshop import Workshop
from undefault.plan import Plan
from undefault.records import Phase, Setting
from undefault.specs import Range
from undefault.trials import Rung, TaskResult


def climb(result: TaskResult, held_back: HeldBack, workshop: Workshop) -> TaskResult:
    """Return the result with each optimizer's ladder, lowest rate first, on the first seeds of the confirm phase.

    A ladder of 0 rates is none.
    """
    plan = workshop.plan.ladder
    defaults = [trial.setting for trial in result.trials.values() if trial.origin == DEFAULT]
    settings = [setting for default in defaults for setting in _settings(default, workshop.plan)]
    if not settings:
        return result
    scores = workshop.train(result.problem, settings, Phase.CONFIRM, range(plan.n_seeds), held_back=held_back)
    rungs = [Rung(setting, setting in defaults, scored) for setting, scored in zip(settings, scores, strict=True)]
    return replace(result, ladder=tuple(rungs))


def spread_rates(searched: Range, default: float, n_rates: int) -> list[float]:
    """Return up to ``n_rates`` learning rates, evenly spread over the range on a log scale, lowest first.

    The default takes the place of the rate nearest to it; the others have three significant digits.

    >>> spread_rates(Range(1e-4, 1), 0.001, 4)
    [0.0001, 0.001, 0.0464, 1.0]
    """
    if n_rates == 0:
        return []
    rates = np.geomspace(searched.low, searched.high, n_rates)
    nearest = int(np.argmin(np.abs(np.log(rates / default))))
    rounded = [default if i == nearest else float(f"{rate:.3g}") for i, rate in enumerate(rates)]
    return sorted(set(rounded))


def _settings(default: Setting, plan: Plan) -> list[Setting]:
    searched = plan.space.optimizer(default.optimizer).learning_rate
    rates = spread_rates(searched, default.learning_rate, plan.ladder.n_rates)
    return [replace(default, learning_rate=rate) for rate in rates]
