"""Which setting to use on a task, replayed through plain ``model.fit`` before it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from undefault.contracts import Engine
from undefault.keras_code import training_code
from undefault.problem import Problem
from undefault.records import Phase, Setting
from undefault.specs import SearchSpace
from undefault.trials import TaskResult, Trial

REPLAYED_EPOCHS = 20
TOLERANCE = 1e-3  # relative, of the losses in the early epochs; rounding alone stays below where training is stable
CANDIDATES = 3


@dataclass(frozen=True)
class Replay:
    """A trial beside the first ``n_epochs`` of the same training by ``model.fit``, on the first confirm seed.

    ``difference`` is the largest relative difference of the validation losses after each of these epochs.
    """

    trial: Trial
    n_epochs: int
    difference: float

    @property
    def agrees(self) -> bool:
        """Whether ``model.fit`` took the same path; where rounding alone leads elsewhere, training is unstable."""
        return self.difference <= TOLERANCE

    def note(self) -> str:
        """Return what was compared and, if it does not agree, what that means, as a sentence."""
        compared = f"The validation losses of the first {self.n_epochs} epochs were compared, on one seed"
        if self.agrees:
            return f"{compared}."
        return (
            f"{compared}; they differ by up to {self.difference:.1e}: training is so unstable that rounding changes it."
        )


@dataclass(frozen=True)
class Recommender:
    """Picks, replays and writes down; ``engine`` must be plain ``model.fit``."""

    engine: Engine
    space: SearchSpace
    defaults: Mapping[str, Setting]

    def recommend(self, result: TaskResult) -> dict[str, Any]:
        """Return the task's recommendation as plain data for ``sweep.json``.

        The candidates are the finalists, by their validation skill in the confirm phase: the test rows have no say. The
        first whose replay agrees is taken; if none of the best few does, the best of them, and the note says so.
        """
        replays = []
        for trial in _ranked(result)[:CANDIDATES]:
            replays.append(self._replay(result.problem, trial))
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

    def _replay(self, problem: Problem, trial: Trial) -> Replay:
        """Train the first epochs only: what rounding makes of the later ones says nothing about the setting."""
        task = replace(problem.task, epochs=min(REPLAYED_EPOCHS, problem.task.epochs))
        replayed = self.engine.train(task, [trial.setting], problem.replicates(Phase.CONFIRM, [0]))[0]
        measured = trial.scored[Phase.CONFIRM].training
        ours, theirs = measured.valid_loss[0, : task.epochs], replayed.valid_loss[0]
        trained = ~np.isnan(theirs)
        return Replay(trial, task.epochs, float(np.max(np.abs(ours[trained] / theirs[trained] - 1))))


def _ranked(result: TaskResult) -> list[Trial]:
    """Return the finalists, best first, by mean validation skill less its standard error over their common seeds."""
    finalists = [result.trials[contest.challenger] for contest in result.contests if contest.remedy is None]
    common = min(len(trial.scored[Phase.CONFIRM].training.seeds) for trial in finalists)

    def assured(trial: Trial) -> float:
        skills = trial.scored[Phase.CONFIRM].valid_skill[:common]
        return float(skills.mean() - skills.std(ddof=1) / np.sqrt(common))

    return sorted(finalists, key=assured, reverse=True)
