"""One task's Optuna study: batched ask and tell on a journal file that outlives the process."""

import json
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path

import optuna
from optuna.distributions import CategoricalDistribution
from optuna.storages import JournalStorage
from optuna.trial import FrozenTrial

from undefault.contracts import Proposal, Request, Study
from undefault.records import Setting
from undefault.search.journal import RoundJournal
from undefault.search.parameters import names
from undefault.search.proposer import Proposer
from undefault.search.telling import tell
from undefault.seeds import derive_seed
from undefault.specs import SearchSpace

optuna.logging.set_verbosity(optuna.logging.WARNING)


class OptunaStudy(Study):
    """A study that can be opened again from its journal file and goes on where it was.

    A trial enters the journal whole, with its setting, in one line, and its objective in further ones. The sampler is
    made anew for each trial, seeded from the study's name and the trial's number, so that a resumed study proposes
    what an uninterrupted one would have.
    """

    def __init__(self, path: Path, name: str, space: SearchSpace, *, sampler: str, seed: int, n_steps: int) -> None:
        self._journal = RoundJournal(path)
        storage = JournalStorage(self._journal)
        self._study = optuna.create_study(storage=storage, study_name=name, load_if_exists=True)
        self._optimizers, self._seed = CategoricalDistribution(names(space)), seed
        self._proposers = {
            optimizer: Proposer(
                optimizer, space, sampler=sampler, seed=derive_seed(seed, name, "sequence"), n_steps=n_steps
            )
            for optimizer in names(space)
        }
        self._indices: list[int] = []  # of each trial among those of its optimizer
        for trial in self._trials():
            self._indices.append(self._proposers[trial.params["optimizer"]].restore(trial))

    def ask(self, requests: Sequence[Request], *, first: int) -> list[Proposal]:
        """Return one proposal a request, numbered from ``first``; a trial asked before is given as it was."""
        known = self._trials()[first : first + len(requests)]
        proposals = [*map(_proposal, known), *map(self._ask, requests[len(known) :])]
        self._journal.flush()
        return proposals

    def tell(self, number: int, value: float, *, stopped_at: Mapping[int, float] | None = None) -> None:
        """Take the objective of a trial, a finite number; a trial told before is left as it is."""
        tell(self._study, number, value, stopped_at)
        optimizer = self._trials()[number].params["optimizer"]
        self._proposers[optimizer].tell(self._indices[number], value, stopped_at)

    def widen(self, optimizer: str, space: SearchSpace) -> None:
        """Propose the optimizer's settings from ``space`` from now on; all its trials so far stay."""
        self._proposers[optimizer].widen(space)

    @property
    def n_complete(self) -> int:
        """The number of trials told."""
        return sum(trial.state.is_finished() for trial in self._trials())

    def _ask(self, request: Request) -> Proposal:
        number = len(self._indices)
        seed = derive_seed(self._seed, self._study.study_name, number)
        setting, trial = self._proposers[request.optimizer].propose(request, seed=seed)
        asked = copy(trial)
        asked.params = {"optimizer": request.optimizer, **trial.params}
        asked.distributions = {"optimizer": self._optimizers, **trial.distributions}
        asked.user_attrs = {"origin": request.origin, "setting": json.dumps(setting.as_dict())}
        self._study.add_trial(asked)
        self._indices.append(trial.number)
        return Proposal(number, request.origin, setting)

    def _trials(self) -> list[FrozenTrial]:
        return self._study.get_trials(deepcopy=False)


def _proposal(trial: FrozenTrial) -> Proposal:
    return Proposal(
        trial.number, trial.user_attrs["origin"], Setting.from_dict(json.loads(trial.user_attrs["setting"]))
    )
