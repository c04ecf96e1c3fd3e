"""One task's Optuna study: batched ask and tell on a journal file that outlives the process."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import optuna

from undefault.records import Setting
from undefault.search.parameters import Parameters, parameters_of, suggest_setting
from undefault.search.samplers import make_sampler
from undefault.search.shares import Request
from undefault.seeds import derive_seed
from undefault.specs import SearchSpace

optuna.logging.set_verbosity(optuna.logging.WARNING)
RUNNING, COMPLETE, WAITING = (optuna.trial.TrialState[name] for name in ("RUNNING", "COMPLETE", "WAITING"))


@dataclass(frozen=True)
class Proposal:
    """A setting to train, with its trial number and where it came from."""

    number: int
    origin: str
    setting: Setting


class Study:
    """Proposes settings and learns from their objectives.

    The sampler is seeded anew for each trial from the study's name and the trial's number, so that a resumed study
    proposes what an uninterrupted one would have.
    """

    def __init__(self, path: Path, name: str, space: SearchSpace, *, sampler: str, seed: int, n_steps: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(str(path)))
        self._study = optuna.create_study(storage=storage, study_name=name, load_if_exists=True)
        self._space, self._sampler, self._seed, self._n_steps = space, sampler, seed, n_steps

    @property
    def n_trials(self) -> int:
        """The number of trials asked so far, told or not."""
        return len(self._study.get_trials(deepcopy=False)) - len(self._waiting())

    def unfinished(self) -> list[Proposal]:
        """Return the proposals that were asked and never told, as after an interruption."""
        running = self._study.get_trials(deepcopy=False, states=(RUNNING,))
        return [self._proposal(trial.number, trial.user_attrs) for trial in running]

    def ask(self, requests: Sequence[Request]) -> list[Proposal]:
        """Return one proposal a request, in order."""
        return [self._ask(request) for request in requests]

    def tell(self, number: int, value: float) -> None:
        """Take the objective of a trial, a finite number; a trial told before is left as it is."""
        self._study.tell(number, value, skip_if_finished=True)

    def n_complete(self) -> int:
        """Return the number of trials told."""
        return len(self._study.get_trials(deepcopy=False, states=(COMPLETE,)))

    def _waiting(self) -> list[optuna.trial.FrozenTrial]:
        return self._study.get_trials(deepcopy=False, states=(WAITING,))

    def _ask(self, request: Request) -> Proposal:
        if not self._waiting():
            self._study.enqueue_trial(self._fixed(request))
        trial = self._study.ask()
        suggested = suggest_setting(trial, self._space, n_steps=self._n_steps)
        setting = request.setting or suggested
        trial.set_user_attr("origin", request.origin)
        trial.set_user_attr("setting", json.dumps(setting.as_dict()))
        return Proposal(trial.number, request.origin, setting)

    def _fixed(self, request: Request) -> Parameters:
        return parameters_of(request.setting, self._space) if request.setting else self._sample(request.optimizer)

    def _sample(self, optimizer: str) -> Parameters:
        """Return new parameters for an optimizer, from a sampler that sees this optimizer's trials only.

        Among all trials of the study, those of a weak optimizer are never among the good ones, so the sampler would
        learn nothing about it. It sees the running trials too, and keeps a batch from proposing the same point twice.
        """
        seed = derive_seed(self._seed, self._study.study_name, self.n_trials)
        own = optuna.create_study(sampler=make_sampler(self._sampler, seed=seed))
        trials = self._study.get_trials(deepcopy=False, states=(COMPLETE, RUNNING))
        own.add_trials(trial for trial in trials if trial.params["optimizer"] == optimizer)
        own.enqueue_trial({"optimizer": optimizer})
        trial = own.ask()
        suggest_setting(trial, self._space, n_steps=self._n_steps)
        return dict(trial.params)

    @staticmethod
    def _proposal(number: int, attributes: dict[str, str]) -> Proposal:
        return Proposal(number, attributes["origin"], Setting.from_dict(json.loads(attributes["setting"])))
