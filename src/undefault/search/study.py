"""One task's Optuna study: batched ask and tell on a journal file that outlives the process."""

import json
from collections.abc import Sequence
from pathlib import Path

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from undefault.contracts import Proposal, Request, Study
from undefault.records import Setting
from undefault.search.parameters import Parameters, parameters_of, suggest_setting
from undefault.search.samplers import make_sampler
from undefault.seeds import derive_seed
from undefault.specs import SearchSpace

optuna.logging.set_verbosity(optuna.logging.WARNING)
RUNNING, COMPLETE, WAITING = (optuna.trial.TrialState[name] for name in ("RUNNING", "COMPLETE", "WAITING"))


class OptunaStudy(Study):
    """A study that can be opened again from its journal file and goes on where it was.

    The sampler is seeded anew for each trial from the study's name and the trial's number, so that a resumed study
    proposes what an uninterrupted one would have.
    """

    def __init__(self, path: Path, name: str, space: SearchSpace, *, sampler: str, seed: int, n_steps: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        storage = JournalStorage(JournalFileBackend(str(path)))
        self._study = optuna.create_study(storage=storage, study_name=name, load_if_exists=True)
        self._space, self._sampler, self._seed, self._n_steps = space, sampler, seed, n_steps

    def ask(self, requests: Sequence[Request], *, first: int) -> list[Proposal]:
        """Return one proposal a request, numbered from ``first``; a trial asked before is given as it was."""
        asked = [trial for trial in self._study.get_trials(deepcopy=False) if "setting" in trial.user_attrs]
        known = [self._proposal(trial) for trial in asked[first : first + len(requests)]]
        return [*known, *(self._ask(request) for request in requests[len(known) :])]

    def tell(self, number: int, value: float) -> None:
        """Take the objective of a trial, a finite number; a trial told before is left as it is."""
        self._study.tell(number, value, skip_if_finished=True)

    @property
    def n_complete(self) -> int:
        """The number of trials told."""
        return len(self._study.get_trials(deepcopy=False, states=(COMPLETE,)))

    def _ask(self, request: Request) -> Proposal:
        trial = self._interrupted() or self._next(request)
        suggested = suggest_setting(trial, self._space, n_steps=self._n_steps)
        setting = request.setting or suggested
        trial.set_user_attr("origin", request.origin)
        trial.set_user_attr("setting", json.dumps(setting.as_dict()))
        return Proposal(trial.number, request.origin, setting)

    def _interrupted(self) -> optuna.Trial | None:
        """Return the trial that was begun and not given its setting when the process ended, if there is one."""
        running = self._study.get_trials(deepcopy=False, states=(RUNNING,))
        begun = [trial for trial in running if "setting" not in trial.user_attrs]
        return optuna.Trial(self._study, begun[0]._trial_id) if begun else None

    def _next(self, request: Request) -> optuna.Trial:
        """Begin a trial whose parameters are all fixed, and in the journal, before anything is suggested."""
        if not self._study.get_trials(deepcopy=False, states=(WAITING,)):
            self._study.enqueue_trial(self._fixed(request))
        return self._study.ask()

    def _fixed(self, request: Request) -> Parameters:
        return parameters_of(request.setting, self._space) if request.setting else self._sample(request.optimizer)

    def _sample(self, optimizer: str) -> Parameters:
        """Return new parameters for an optimizer, from a sampler that sees this optimizer's trials only.

        Among all trials of the study, those of a weak optimizer are never among the good ones, so the sampler would
        learn nothing about it. It sees the running trials too, and keeps a batch from proposing the same point twice.
        """
        seed = derive_seed(self._seed, self._study.study_name, len(self._study.get_trials(deepcopy=False)))
        own = optuna.create_study(sampler=make_sampler(self._sampler, seed=seed))
        trials = self._study.get_trials(deepcopy=False, states=(COMPLETE, RUNNING))
        own.add_trials(trial for trial in trials if trial.params["optimizer"] == optimizer)
        own.enqueue_trial({"optimizer": optimizer})
        trial = own.ask()
        suggest_setting(trial, self._space, n_steps=self._n_steps)
        return dict(trial.params)

    @staticmethod
    def _proposal(trial: optuna.trial.FrozenTrial) -> Proposal:
        setting = Setting.from_dict(json.loads(trial.user_attrs["setting"]))
        return Proposal(trial.number, trial.user_attrs["origin"], setting)
