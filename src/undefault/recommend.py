"""Which setting to use on a task, and how to fix a default, replayed through plain ``model.fit`` before it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from undefault.contracts import Engine
from undefault.interventions import Proof
from undefault.keras_code import training_code
from undefault.problem import Problem
from undefault.records import Phase, Setting, Task
from undefault.replay import Replay, replay
from undefault.specs import SearchSpace
from undefault.trials import TaskResult, Trial

CANDIDATES = 3


@dataclass(frozen=True)
class Advice:
    """What to use on a task and how to fix its failing defaults, as plain data for ``sweep.json``."""

    recommendation: Mapping[str, Any]
    fixes: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Recommender:
    """Picks, replays and writes down; ``engine`` must be plain ``model.fit``."""

    engine: Engine
    space: SearchSpace
    defaults: Mapping[str, Setting]

    def advise(self, result: TaskResult) -> Advice:
        """Return all advice on a task."""
        return Advice(self.recommend(result), self.prescribe(result))

    def recommend(self, result: TaskResult) -> dict[str, Any]:
        """Return the task's recommendation as plain data for ``sweep.json``.

        The candidates are the finalists, by their validation skill in the confirm phase: the test rows have no say. The
        first whose replay agrees is taken; if none of the best few does, the best of them, and the note says so.
        """
        replays: list[tuple[Trial, Replay]] = []
        for trial in _ranked(result)[:CANDIDATES]:
            measured = trial.scored[Phase.CONFIRM].training
            replays.append((trial, replay(self.engine, result.problem, measured, Phase.CONFIRM)))
            if replays[-1][1].agrees:
                break
        trial, replayed = replays[-1] if replays[-1][1].agrees else replays[0]
        return {"trial": trial.number, **self._said(result.problem.task, trial.setting, replayed)}

    def prescribe(self, result: TaskResult) -> list[dict[str, Any]]:
        """Return the smallest fix of each failing default that has one, as plain data for ``sweep.json``."""
        return [self._fix(result.problem, proof) for proof in result.proofs if proof.outcome.is_fix]

    def _fix(self, problem: Problem, proof: Proof) -> dict[str, Any]:
        change, scored = proof.recommended
        fixed = problem.altered(**asdict(change.conditions))
        replayed = replay(self.engine, fixed, scored.training, Phase.RERUN)
        return self._said(fixed.task, change.setting, replayed)

    def _said(self, task: Task, setting: Setting, replayed: Replay) -> dict[str, Any]:
        default = self.defaults[setting.optimizer]
        return {
            "study": task.name,
            "optimizer": setting.optimizer,
            "code": training_code(task, setting, self.space.optimizer(setting.optimizer), default),
            "replayed": replayed.agrees,
            "replay_max_relative_difference": replayed.difference,
            "replay_note": replayed.note(),
        }


def _ranked(result: TaskResult) -> list[Trial]:
    """Return the finalists, best first, by mean validation skill less its standard error over their common seeds."""
    finalists = [result.trials[contest.challenger] for contest in result.contests if contest.remedy is None]
    common = min(len(trial.scored[Phase.CONFIRM].training.seeds) for trial in finalists)

    def assured(trial: Trial) -> float:
        skills = trial.scored[Phase.CONFIRM].valid_skill[:common]
        return float(skills.mean() - skills.std(ddof=1) / np.sqrt(common))

    return sorted(finalists, key=assured, reverse=True)
