"""One task's Optuna study: batched ask and tell on a journal file that outlives the process."""

import json
from collections.abc import Sequence
from copy import copy
from functools import partial
from pathlib import Path

import optuna
from optuna.storages import JournalStorage
from optuna.trial import FrozenTrial, TrialState

from undefault.contracts import Proposal, Request, Study
from undefault.records import Setting
from undefault.search.journal import RoundJournal
from undefault.search.parameters import Parameters, parameters_of, suggest_setting
from undefault.search.proposer import Proposer
from undefault.search.samplers import make_sampler
from undefault.seeds import derive_seed
from undefault.specs import SearchSpace

optuna.logging.set_verbosity(optuna.logging.WARNING)


class OptunaStudy(Study):
    """A study that can be opened again from its journal file and goes on where it was.

    A trial enters the journal whole, with its setting, in one line, and its objective in a second one. The sampler is
    seeded anew for each trial from the study's name and the trial's number, so that a resumed study proposes what an
    uninterrupted one would have.
    """

    def __init__(self, path: Path, name: str, space: SearchSpace, *, sampler: str, seed: int, n_steps: int) -> None:
        self._journal = RoundJournal(path)
        storage = JournalStorage(self._journal)
        self._study = optuna.create_study(storage=storage, study_name=name, load_if_exists=True)
        self._space, self._sampler, self._seed = space, sampler, seed
        suggest = partial(suggest_setting, space=space, n_steps=n_steps)
        self._proposers = {spec.name: Proposer(suggest) for spec in space.optimizers}
        self._indices: list[int] = []  # of each trial among those of its optimizer
        for trial in self._trials():
            self._indices.append(self._proposers[trial.params["optimizer"]].restore(trial))

    def ask(self, requests: Sequence[Request], *, first: int) -> list[Proposal]:
        """Return one proposal a request, numbered from ``first``; a trial asked before is given as it was."""
        known = self._trials()[first : first + len(requests)]
        proposals = [*map(_proposal, known), *map(self._ask, requests[len(known) :])]
        self._journal.flush()
        return proposals

    def tell(self, number: int, value: float) -> None:
        """Take the objective of a trial, a finite number; a trial told before is left as it is."""
        told = self._study.tell(number, value, skip_if_finished=True)
        self._proposers[told.params["optimizer"]].tell(self._indices[number], value)

    @property
    def n_complete(self) -> int:
        """The number of trials told."""
        return sum(trial.state is TrialState.COMPLETE for trial in self._trials())

    def _ask(self, request: Request) -> Proposal:
        number = len(self._indices)
        seed = derive_seed(self._seed, self._study.study_name, number)
        sampler = make_sampler(self._sampler, seed=seed)
        suggested, trial = self._proposers[request.optimizer].propose(self._fixed(request), sampler)
        setting = request.setting or suggested
        asked = copy(trial)
        asked.user_attrs = {"origin": request.origin, "setting": json.dumps(setting.as_dict())}
        self._study.add_trial(asked)
        self._indices.append(trial.number)
        return Proposal(number, request.origin, setting)

    def _fixed(self, request: Request) -> Parameters:
        """Return the parameters that are not to be sampled."""
        return parameters_of(request.setting, self._space) if request.setting else {"optimizer": request.optimizer}

    def _trials(self) -> list[FrozenTrial]:
        return self._study.get_trials(deepcopy=False)


def _proposal(trial: FrozenTrial) -> Proposal:
    return Proposal(
        trial.number, trial.user_attrs["origin"], Setting.from_dict(json.loads(trial.user_attrs["setting"]))
    )
