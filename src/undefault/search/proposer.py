"""One optimizer's trials in memory, from which its next one is proposed."""

from collections.abc import Mapping
from typing import final

import optuna
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial

from undefault.contracts import Request
from undefault.records import Setting
from undefault.search.parameters import Dimensions, Parameters, dimensions_of, parameters_of, suggest_own
from undefault.search.samplers import Turn, make_sampler
from undefault.search.telling import tell
from undefault.seeds import derive_seed
from undefault.specs import SearchSpace


@final
class Proposer:
    """Grows with each trial that is proposed, restored or told, so that nothing is built anew for the next.

    Its sampler sees this optimizer's trials only: among all trials of a study, those of a weak optimizer are never
    among the good ones, so a sampler would learn nothing about it. It sees the running trials too, and keeps a batch
    from proposing the same point twice. Which optimizer it is, is no parameter of its trials.
    """

    def __init__(self, optimizer: str, space: SearchSpace, *, sampler: str, seed: int, n_steps: int) -> None:
        self._optimizer, self._space = optimizer, space
        self._sampler, self._seed, self._n_steps = sampler, seed, n_steps
        self._dimensions = self._unseen = dimensions_of(space, optimizer)
        self._n_widened = 0
        self._study = optuna.create_study()

    def propose(self, request: Request, *, seed: int) -> tuple[Setting, FrozenTrial]:
        """Return a setting with the running trial it comes from; ``seed`` is that trial's alone."""
        sequence_seed = derive_seed(self._seed, self._optimizer, self._n_widened)
        turn = Turn(seed, sequence_seed, request.place, request.share, self._dimensions, self._unseen)
        self._study.sampler = make_sampler(self._sampler, turn)
        self._study.enqueue_trial(self._fixed(request))
        suggested = suggest_own(self._study.ask(), self._space, self._optimizer, n_steps=self._n_steps)
        return request.setting or suggested, self._trials()[-1]

    def restore(self, trial: FrozenTrial) -> int:
        """Take up a trial as an earlier process left it; return its index among this optimizer's trials."""
        self._study.add_trial(within(trial, self._dimensions))
        return len(self._trials()) - 1

    def tell(self, index: int, value: float, stopped_at: Mapping[int, float] | None) -> None:
        """Take the objective of this optimizer's trial ``index``; a trial told before is left as it is."""
        tell(self._study, index, value, stopped_at)

    def widen(self, space: SearchSpace) -> None:
        """Propose from a wider space, all trials so far seen as if they had come from it."""
        before, self._space = self._dimensions, space
        self._dimensions = dimensions_of(space, self._optimizer)
        self._unseen = _added(before, self._dimensions)
        self._n_widened += 1
        trials, self._study = self._trials(), optuna.create_study()
        self._study.add_trials([within(trial, self._dimensions) for trial in trials])

    def _fixed(self, request: Request) -> Parameters:
        """Return the parameters that are not to be sampled."""
        return parameters_of(request.setting, self._space) if request.setting else {}

    def _trials(self) -> list[FrozenTrial]:
        return self._study.get_trials(deepcopy=False)


def within(trial: FrozenTrial, dimensions: Dimensions) -> FrozenTrial:
    """Return a trial whose parameters, of these dimensions alone, come from their distributions.

    A value that lies in none of them, because the trial was asked after a widening that is yet to come, keeps its own.
    """
    own, seen = trial.distributions, dimensions.all
    kept = {name: kind for name, kind in seen.items() if name in trial.params}
    return optuna.trial.create_trial(
        state=trial.state,
        value=trial.value,
        params={name: trial.params[name] for name in kept},
        distributions={name: kind if _holds(kind, trial.params[name]) else own[name] for name, kind in kept.items()},
        intermediate_values=trial.intermediate_values,
        system_attrs=trial.system_attrs,
    )


def _holds(distribution: BaseDistribution, value: object) -> bool:
    return bool(distribution._contains(distribution.to_internal_repr(value)))


def _added(before: Dimensions, after: Dimensions) -> Dimensions:
    """Return the dimensions in which a range that has grown on one side is what was added to it."""
    return Dimensions(
        {name: _part(before.always[name], kind) for name, kind in after.always.items()},
        {name: _part(before.conditional[name], kind) for name, kind in after.conditional.items()},
    )


def _part(before: BaseDistribution, after: BaseDistribution) -> BaseDistribution:
    if before == after:
        return after
    if isinstance(before, FloatDistribution) and isinstance(after, FloatDistribution):
        low, high = (before.high, after.high) if after.high > before.high else (after.low, before.low)
        return FloatDistribution(low, high, log=after.log)
    if isinstance(before, IntDistribution) and isinstance(after, IntDistribution):
        first, last = (before.high + 1, after.high) if after.high > before.high else (after.low, before.low - 1)
        return IntDistribution(first, last, log=after.log)
    raise TypeError(f"a range that has grown was expected, got {before} and {after}")
