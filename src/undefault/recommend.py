"""Which setting to use on a task, replayed through plain ``model.fit`` before it is said."""

from collections.abc import Mapping, Sequence
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

EARLY_EPOCHS = 20  # beyond, rounding may carry two runs of the same training apart


@dataclass(frozen=True)
class Recommender:
    """Picks, replays and writes down; ``engine`` must be plain ``model.fit``."""

    engine: Engine
    space: SearchSpace
    defaults: Mapping[str, Setting]

    def recommend(self, result: TaskResult, held_back: HeldBack) -> dict[str, Any]:
        """Return the task's recommendation as plain data for ``sweep.json``."""
        best = self._best(result)
        task, spec = result.problem.task, self.space.optimizer(best.setting.optimizer)
        difference, skills = self._replay(result, best, held_back)
        return {
            "study": task.name,
            "optimizer": best.setting.optimizer,
            "trial": best.number,
            "code": training_code(task, best.setting, spec, self.defaults[best.setting.optimizer]),
            "replayed": True,
            "replay_max_relative_difference": difference,
            "replay_note": f"model.fit on confirm seed 0: skill {skills[1]:.3f}, {skills[0]:.3f} in the sweep",
        }

    def _best(self, result: TaskResult) -> Trial:
        """Return the finalist of the best validation skill in the confirm phase; the test rows have no say."""
        finalists = [result.trials[contest.challenger] for contest in result.contests if contest.remedy is None]
        return max(finalists, key=lambda trial: float(_first_look(result, trial).mean()))

    def _replay(self, result: TaskResult, trial: Trial, held_back: HeldBack) -> tuple[float, Sequence[float]]:
        """Return the largest relative difference of the early validation losses, and both test skills."""
        replicates = result.problem.replicates(Phase.CONFIRM, [0], held_back=held_back)
        replayed = self.engine.train(result.problem.task, [trial.setting], replicates)[0]
        measured = trial.scored[Phase.CONFIRM]
        ours, theirs = (t.valid_loss[0, :EARLY_EPOCHS] for t in (measured.training, replayed))
        trained = ~np.isnan(theirs)
        difference = np.max(np.abs(ours[trained] / theirs[trained] - 1))
        replay_skill = score(replayed, replicates, result.problem.task.loss).test_skill[0]
        return float(difference), (float(measured.test_skill[0]), float(replay_skill))


def _first_look(result: TaskResult, trial: Trial) -> Any:
    """Return validation skills on the seeds that every finalist was trained on."""
    confirmed = [t.scored[Phase.CONFIRM] for t in result.trials.values() if Phase.CONFIRM in t.scored]
    common = min(len(scored.training.seeds) for scored in confirmed)
    return trial.scored[Phase.CONFIRM].valid_skill[:common]
