"""Covariance matrix adaptation (Hansen 2016, "The CMA Evolution Strategy: A Tutorial"), on the package cmaes."""

from collections.abc import Sequence
from typing import Any, final

import numpy as np
from cmaes import CMA
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from optuna.samplers import BaseSampler, RandomSampler
from optuna.study import Study
from optuna.trial import FrozenTrial

from undefault.records import FloatArray
from undefault.search.samplers.point import coordinate_of, value_at
from undefault.search.samplers.turn import Turn
from undefault.seeds import derive_seed

SIGMA = 0.3  # of each range's width, from its middle: the tutorial's choice where the optimum lies within the range
FEWEST = 2  # dimensions that cmaes takes; an optimizer with fewer numbers gets coordinates that nothing depends on

Numbers = dict[str, FloatDistribution | IntDistribution]


def cma_es(turn: Turn) -> BaseSampler:
    """Return the sampler."""
    return _CmaEs(turn)


@final
class _CmaEs(BaseSampler):
    """Samples the numbers that every setting has by CMA-ES, choices and what hangs under them at random.

    Optuna's own sampler keeps its state, pickled, in the storage, and drops trials whose range has changed since. Here
    the state is worked out anew from the trials: each generation is as many of them as the population has, in the
    order in which they were asked, known settings included (Hansen 2011, "Injecting External Solutions Into CMA-ES").
    """

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._numbers: Numbers = {
            name: kind
            for name, kind in turn.dimensions.always.items()
            if isinstance(kind, FloatDistribution | IntDistribution)
        }
        self._independent = RandomSampler(seed=turn.seed)

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:  # noqa: ARG002
        """Return the numbers that every setting has."""
        return dict(self._numbers)

    def sample_relative(
        self,
        study: Study,
        trial: FrozenTrial,
        search_space: dict[str, BaseDistribution],  # noqa: ARG002
    ) -> dict[str, Any]:
        """Return the numbers of the next member of the running generation."""
        trials = [other for other in study.get_trials(deepcopy=False) if other.number < trial.number]
        state = self._replay(trials)
        point = self._ask(state, trial.number)
        return {name: value_at(kind, float(u)) for (name, kind), u in zip(self._numbers.items(), point, strict=False)}

    def sample_independent(
        self, study: Study, trial: FrozenTrial, param_name: str, param_distribution: BaseDistribution
    ) -> Any:
        """Return a random value."""
        return self._independent.sample_independent(study, trial, param_name, param_distribution)

    def _replay(self, trials: Sequence[FrozenTrial]) -> CMA:
        """Return the state after every generation that is finished."""
        n = max(len(self._numbers), FEWEST)
        state = CMA(np.full(n, 0.5), SIGMA, bounds=np.tile([0.0, 1.0], (n, 1)), seed=self._turn.sequence_seed)
        for start in range(0, len(trials), state.population_size):
            generation = trials[start : start + state.population_size]
            if len(generation) < state.population_size or not all(trial.state.is_finished() for trial in generation):
                break
            state.tell([(self._point(state, trial), _value(trial)) for trial in generation])
        return state

    def _ask(self, state: CMA, number: int) -> FloatArray:
        state.reseed_rng(derive_seed(self._turn.sequence_seed, number))
        point: FloatArray = state.ask()
        return point

    def _point(self, state: CMA, trial: FrozenTrial) -> FloatArray:
        """Return where a trial lies; coordinates that stand for no number are as they were asked."""
        point = self._ask(state, trial.number)
        where = [coordinate_of(kind, trial.params[name]) for name, kind in self._numbers.items()]
        point[: len(where)] = np.clip(where, 0, 1)
        return point


def _value(trial: FrozenTrial) -> float:
    """Return the objective, of a pruned trial the last that is known."""
    if trial.value is not None:
        return trial.value
    return trial.intermediate_values[max(trial.intermediate_values)]
