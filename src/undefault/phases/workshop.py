"""What the phases of one task work with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from undefault.clock import Clock
from undefault.contracts import Curvature, Engine, Request, Study, Tracker
from undefault.datasets import HeldBack
from undefault.deadline import Deadline
from undefault.losses import constant_loss
from undefault.plan import Plan
from undefault.problem import Problem
from undefault.pruning import Group, Pruning
from undefault.records import Phase, Replicate, Setting
from undefault.trials import Trial
from undefault.verdicts.scores import Scored, score


@dataclass(frozen=True)
class Workshop:
    """The plan and the parts that carry it out.

    ``known`` holds what each optimizer tries first, its default before all; ``remedies`` the settings of the named
    remedies. ``advance`` is told how many trainings were done. Without ``curvature`` no sharpness is measured.
    """

    plan: Plan
    engine: Engine
    tracker: Tracker
    open_study: Callable[[Problem], Study]
    known: Mapping[str, Sequence[Request]]
    remedies: Mapping[str, Setting]
    clock: Clock
    advance: Callable[[int], None]
    curvature: Curvature | None = None
    deadline: Deadline = field(default_factory=Deadline)

    def train(
        self,
        problem: Problem,
        settings: Sequence[Setting],
        phase: Phase,
        seeds: Iterable[int],
        *,
        held_back: HeldBack | None = None,
        groups: Sequence[Group] = (),
    ) -> list[Scored]:
        """Train settings on the phase's seeds and score them, in order; ``groups`` of them are pruned.

        Raises `DeadlineError` where there is no time for that.
        """
        self.deadline.require_time()
        replicates = problem.replicates(phase, seeds, held_back=held_back)
        pruning = Pruning(tuple(groups), _constant_losses(problem, replicates)) if groups else None
        with self.clock.stage("training", phase):
            trainings = self.engine.train(problem.task, settings, replicates, pruning)
        self.advance(len(settings) * len(replicates))
        return [score(training, replicates, problem.task.loss) for training in trainings]

    def keep(self, problem: Problem, trials: Sequence[Trial]) -> None:
        """Hand trials to the tracker as they are now."""
        with self.clock.stage("tracking"):
            self.tracker.keep(problem, trials)


def _constant_losses(problem: Problem, replicates: Sequence[Replicate]) -> tuple[float, ...]:
    """Return what the best constant prediction loses on each seed's validation rows."""
    return tuple(constant_loss(problem.task.loss, replicate.split.y_valid) for replicate in replicates)
