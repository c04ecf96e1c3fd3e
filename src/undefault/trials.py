"""What became of the trials of one task."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from undefault.boundaries import Widening
from undefault.interventions import Proof
from undefault.problem import Problem
from undefault.records import Phase, Setting, TrialState
from undefault.stability.limits import Observed
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
        """Pruned where the search stopped it; diverged where any of its seeds ended on a loss that is not finite."""
        if self.is_pruned:
            return TrialState.PRUNED
        finite = np.isfinite(self.scored[Phase.SEARCH].training.restored_valid_loss).all()
        return TrialState.COMPLETE if finite else TrialState.DIVERGED

    @property
    def is_pruned(self) -> bool:
        """Whether the search stopped the trial before the end of its budget."""
        pruned = self.scored[Phase.SEARCH].training.pruned
        return pruned is not None and bool(pruned.any())

    @property
    def n_seeds(self) -> int:
        """The number of trainings in all phases."""
        return sum(len(scored.training.seeds) for scored in self.scored.values())

    def having(self, phase: Phase, scored: Scored) -> "Trial":
        """Return the trial with what a later phase measured."""
        return replace(self, scored={**self.scored, phase: scored})


@dataclass(frozen=True)
class Rung:
    """An optimizer's default at one learning rate, which may be its own, on the first seeds of the confirm phase."""

    setting: Setting
    is_default: bool
    scored: Scored


@dataclass(frozen=True)
class StabilityLimit:
    """Between which learning rates full-batch training with a default becomes unstable, and where that is predicted.

    ``sharpness`` is that of the sharpest point on the path of small steps, ``initial_sharpness`` that of the initial
    weights, medians over seeds; ``factor`` is the limit times the sharpness.
    """

    optimizer: str
    initial_sharpness: float
    sharpness: float
    factor: float
    predicted: float
    observed: Observed
    n_seeds: int

    @property
    def n_trainings(self) -> int:
        """The number of full-batch trainings."""
        return self.observed.n_rates * self.n_seeds


@dataclass(frozen=True)
class TaskResult:
    """Everything that a sweep found on one task: its trials by number, and the contests that it judged.

    ``widened`` are the ranges that its search widened, in order; ``ladder`` holds every optimizer's default at several
    learning rates, by optimizer, then by rate; ``limits`` how large the rate may be, where that was measured;
    ``proofs`` what changing the defaults did that fail.
    """

    problem: Problem
    trials: Mapping[int, Trial]
    contests: tuple[Contest, ...]
    widened: tuple[Widening, ...] = ()
    ladder: tuple[Rung, ...] = ()
    limits: tuple[StabilityLimit, ...] = ()
    proofs: tuple[Proof, ...] = ()
