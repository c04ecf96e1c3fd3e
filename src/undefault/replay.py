"""A training beside the same training by plain ``model.fit``."""

from dataclasses import dataclass, replace

import numpy as np

from undefault.contracts import Engine
from undefault.problem import Problem
from undefault.records import Phase, Training

REPLAYED_EPOCHS = 20
TOLERANCE = 1e-3  # relative, of the losses in the early epochs; rounding alone stays below where training is stable


@dataclass(frozen=True)
class Replay:
    """A setting beside the first ``n_epochs`` of the same training by ``model.fit``, on one seed.

    ``difference`` is the largest relative difference of the validation losses after each of these epochs.
    """

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


def replay(engine: Engine, problem: Problem, measured: Training, phase: Phase) -> Replay:
    """Return a training beside its replay by ``engine``, plain ``model.fit``, on the phase's seed 0, its first.

    Only the first epochs are trained: what rounding makes of the later ones says nothing about the setting.
    """
    task = replace(problem.task, epochs=min(REPLAYED_EPOCHS, problem.task.epochs))
    replayed = engine.train(task, [measured.setting], problem.replicates(phase, [0]))[0]
    ours, theirs = measured.valid_loss[0, : task.epochs], replayed.valid_loss[0]
    trained = ~np.isnan(theirs)
    least = np.finfo(np.float32).tiny  # a loss may be 0
    differences = np.abs(ours[trained] - theirs[trained]) / np.maximum(np.abs(theirs[trained]), least)
    return Replay(task.epochs, float(np.max(differences)))
