"""Trains settings as a sweep's confirm phase does, beside references that a small grid found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from undefault.contracts import Engine
from undefault.diagnosis import Case, facts_of
from undefault.planted.grid import grid
from undefault.planted.ground import Ground
from undefault.records import Phase, Setting
from undefault.specs import SearchSpace
from undefault.verdicts.objective import objective
from undefault.verdicts.scores import Scored, score

SELECT_SEEDS = range(4)
SELECT_AGAIN_SEEDS = range(4, 12)
N_FINALISTS = 3
CONFIRM_SEEDS = range(12)
LABEL_SEEDS = range(100, 106)  # of the confirm phase, apart from those that are diagnosed
ALWAYS = "adam"  # whose grid is searched on every task, for the best of all settings


@dataclass(frozen=True)
class Bench:
    """What trains: an engine, what its optimizers may be set to, and their defaults by name."""

    engine: Engine
    space: SearchSpace
    defaults: Mapping[str, Setting]

    def train(self, ground: Ground, settings: Sequence[Setting], phase: Phase, seeds: Sequence[int]) -> list[Scored]:
        """Return the settings trained on a phase's seeds and scored, with test rows unless it is to select."""
        held_back = None if phase is Phase.SELECT else ground.held_back
        replicates = ground.problem.replicates(phase, seeds, held_back=held_back)
        trainings = self.engine.train(ground.task, settings, replicates)
        return [score(training, replicates, ground.task.loss) for training in trainings]

    def grid(self, optimizer: str) -> list[Setting]:
        """Return the small grid of an optimizer."""
        return grid(self.defaults[optimizer], self.space.optimizer(optimizer))


def select(bench: Bench, ground: Ground, candidates: Sequence[Setting]) -> dict[str, Setting]:
    """Return the setting of least validation objective of each optimizer, the best of all first.

    As in a sweep, the best few of each optimizer are trained again on fresh seeds: what did well on four by luck, such
    as a rate near the largest that is stable, is no reference.
    """
    finalists = best_few(rank(bench, ground, candidates, SELECT_SEEDS), N_FINALISTS)
    again = best_few(rank(bench, ground, finalists, SELECT_AGAIN_SEEDS), 1)
    return {setting.optimizer: setting for setting in again}


def rank(bench: Bench, ground: Ground, settings: Sequence[Setting], seeds: Sequence[int]) -> list[Setting]:
    """Return settings by their validation objective on seeds of the select phase, the least first."""
    scored = bench.train(ground, settings, Phase.SELECT, seeds)
    losses = [objective(one.training.restored_valid_loss, one.constant_valid_loss) for one in scored]
    return [settings[i] for i in sorted(range(len(settings)), key=losses.__getitem__)]


def best_few(ranked: Sequence[Setting], count: int) -> list[Setting]:
    """Return the first ``count`` of each optimizer, the optimizer of the very first before the others."""
    names = dict.fromkeys(setting.optimizer for setting in ranked)
    return [s for name in names for s in [one for one in ranked if one.optimizer == name][:count]]


def examine(bench: Bench, ground: Ground, settings: Sequence[Setting], known: Sequence[Setting] = ()) -> list[Case]:
    """Return a case for each setting on the ground; ``known`` settings are among the candidates for references.

    References are selected on the validation rows of seeds of their own, and trained anew beside the settings.
    """
    optimizers = dict.fromkeys([ALWAYS, *(setting.optimizer for setting in settings)])
    candidates = [setting for optimizer in optimizers for setting in bench.grid(optimizer)]
    chosen = select(bench, ground, [*candidates, *known])
    return confirm(bench, ground, settings, chosen)


def confirm(bench: Bench, ground: Ground, settings: Sequence[Setting], chosen: Mapping[str, Setting]) -> list[Case]:
    """Return a case for each setting beside the chosen one of its optimizer and the best, the first of ``chosen``."""
    references = list(chosen.values())
    trained = bench.train(ground, [*settings, *references], Phase.CONFIRM, CONFIRM_SEEDS)
    tuned = dict(zip(chosen, trained[len(settings) :], strict=True))
    best, facts = trained[len(settings)], facts_of(ground.problem)
    return [
        Case(scored, tuned[setting.optimizer], best, facts) for setting, scored in zip(settings, trained, strict=False)
    ]
