"""One optimizer's trials in memory, from which its next one is proposed."""

from collections.abc import Callable
from typing import final

import optuna
from optuna.trial import FrozenTrial

from undefault.records import Setting
from undefault.search.parameters import Parameters
from undefault.search.samplers import Sampler


@final
class Proposer:
    """Grows with each trial that is proposed, restored or told, so that nothing is built anew for the next.

    Its sampler sees this optimizer's trials only: among all trials of a study, those of a weak optimizer are never
    among the good ones, so a sampler would learn nothing about it. It sees the running trials too, and keeps a batch
    from proposing the same point twice. ``suggest`` makes a setting of what the sampler gives it.
    """

    def __init__(self, suggest: Callable[[optuna.Trial], Setting]) -> None:
        self._suggest = suggest
        self._study = optuna.create_study()

    def propose(self, fixed: Parameters, sampler: Sampler) -> tuple[Setting, FrozenTrial]:
        """Return a setting with the running trial it comes from; what ``fixed`` does not name is sampled."""
        self._study.sampler = sampler
        self._study.enqueue_trial(fixed)
        setting = self._suggest(self._study.ask())
        return setting, self._study.get_trials(deepcopy=False)[-1]

    def restore(self, trial: FrozenTrial) -> int:
        """Take up a trial as an earlier process left it; return its index among this optimizer's trials."""
        self._study.add_trial(trial)
        return len(self._study.get_trials(deepcopy=False)) - 1

    def tell(self, index: int, value: float) -> None:
        """Take the objective of this optimizer's trial ``index``; a trial told before is left as it is."""
        self._study.tell(index, value, skip_if_finished=True)
