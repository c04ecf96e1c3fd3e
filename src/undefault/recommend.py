"""Which setting to use on a task, replayed through plain ``model.fit`` before it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from undefault.contracts import Engine
from undefault.datasets import HeldBack
from undefault.keras_code import training_code
from undefault.records import Phase, Setting
from undefault.specs import SearchSpace
from undefault.trials import TaskResult, Trial
from undefault.verdicts.scores import score

EARLY_EPOCHS = 20
TOLERANCE = 1e-3  # relative, of the losses in the early epochs; rounding alone stays below where training is stable
CANDIDATES = 3


@dataclass(frozen=True)
class Replay:
    """A trial beside the same training by ``model.fit``, on the first confirm seed.

    ``difference`` is the largest relative difference of the validation losses in the early epochs; the skills are on
    the test rows.
    """

    trial: Trial
    difference: float
    skill: float
    replayed_skill: float

    @property
    def agrees(self) -> bool:
        """Whether ``model.fit`` took the same path; where rounding alone leads elsewhere, training is unstable."""
        return self.difference <= TOLERANCE

    def note(self) -> str:
        """Return what the replay showed, as a sentence."""
        skills = f"Skill {self.replayed_skill:.3f} by model.fit, {self.skill:.3f} in the sweep, on one seed"
        return f"{skills}." if self.agrees else f"{skills}; training is so unstable that rounding changes it."


@dataclass(frozen=True)
class Recommender:
    """Picks, replays and writes down; ``engine`` must be plain ``model.fit``."""

    engine: Engine
    space: SearchSpace
    defaults: Mapping[str, Setting]

    def recommend(self, result: TaskResult, held_back: HeldBack) -> dict[str, Any]:
        """Return the task's recommendation as plain data for ``sweep.json``.

        The candidates are the finalists, by their validation skill in the confirm phase: the test rows have no say. The
        first whose replay agrees is taken; if none of the best few does, the best of them, and the note says so.
        """
        replays = []
        for trial in _ranked(result)[:CANDIDATES]:
            replays.append(self._replay(result, trial, held_back))
            if replays[-1].agrees:
                return self._said(result, replays[-1])
        return self._said(result, replays[0])

    def _said(self, result: TaskResult, replay: Replay) -> dict[str, Any]:
        task, setting = result.problem.task, replay.trial.setting
        default = self.defaults[setting.optimizer]
        return {
            "study": task.name,
            "optimizer": setting.optimizer,
            "trial": replay.trial.number,
            "code": training_code(task, setting, self.space.optimizer(setting.optimizer), default),
            "replayed": replay.agrees,
            "replay_max_relative_difference": replay.difference,
            "replay_note": replay.note(),
        }

    def _replay(self, result: TaskResult, trial: Trial, held_back: HeldBack) -> Replay:
        replicates = result.problem.replicates(Phase.CONFIRM, [0], held_back=held_back)
        replayed = self.engine.train(result.problem.task, [trial.setting], replicates)[0]
        measured = trial.scored[Phase.CONFIRM]
        ours, theirs = (training.valid_loss[0, :EARLY_EPOCHS] for training in (measured.training, replayed))
        trained = ~np.isnan(theirs)
        difference = float(np.max(np.abs(ours[trained] / theirs[trained] - 1)))
        replayed_skill = score(replayed, replicates, result.problem.task.loss).test_skill[0]
        return Replay(trial, difference, float(measured.test_skill[0]), float(replayed_skill))


def _ranked(result: TaskResult) -> list[Trial]:
    """Return the finalists, best first, by mean validation skill less its standard error over their common seeds."""
    finalists = [result.trials[contest.challenger] for contest in result.contests if contest.remedy is None]
    common = min(len(trial.scored[Phase.CONFIRM].training.seeds) for trial in finalists)

    def assured(trial: Trial) -> float:
        skills = trial.scored[Phase.CONFIRM].valid_skill[:common]
        return float(skills.mean() - skills.std(ddof=1) / np.sqrt(common))

    return sorted(finalists, key=assured, reverse=True)
