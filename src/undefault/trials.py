"""What became of the trials of one task."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from undefault.interventions import Proof
from undefault.problem import Problem
from undefault.records import Phase, Setting, TrialState
from undefault.verdicts.contest import Contest
from undefault.verdicts.scores import Scored


@dataclass(frozen=True)
class Trial:
    """One setting on one task, with what each phase measured of it."""

    number: int
    origin: str
    setting: Setting
    scored: Mapping[Phase, Scored]

    @property
    def phase(self) -> Phase:
        """The furthest phase that the trial reached."""
        return list(self.scored)[-1]

    @property
    def state(self) -> TrialState:
        """Diverged where any seed of the search ended on a loss that is not finite."""
        finite = np.isfinite(self.scored[Phase.SEARCH].training.restored_valid_loss).all()
        return TrialState.COMPLETE if finite else TrialState.DIVERGED

    @property
    def n_seeds(self) -> int:
        """The number of trainings in all phases."""
        return sum(len(scored.training.seeds) for scored in self.scored.values())

    def having(self, phase: Phase, scored: Scored) -> "Trial":
        """Return the trial with what a later phase measured."""
        return replace(self, scored={**self.scored, phase: scored})


@dataclass(frozen=True)
class TaskResult:
    """Everything that a sweep found on one task: its trials by number, the contests that it judged, and the proofs.

    A proof is on the default of a contest that says `fails`.
    """

    problem: Problem
    trials: Mapping[int, Trial]
    contests: tuple[Contest, ...]
    proofs: tuple[Proof, ...] = ()
