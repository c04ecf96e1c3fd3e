"""Runs that are healthy by what happens to them, not by what any check says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from undefault.diagnosis import Case
from undefault.planted.examine import LABEL_SEEDS, SELECT_AGAIN_SEEDS, SELECT_SEEDS, Bench, best_few, confirm, rank
from undefault.planted.grid import rates, stopping
from undefault.planted.ground import Ground
from undefault.planted.halves import MORE_SOURCES, SOURCES
from undefault.planted.kind import stand
from undefault.records import Phase, Setting
from undefault.verdicts.scores import Scored

OPTIMIZERS = ("sgd", "sgd_momentum", "rmsprop", "adam", "adagrad", "lion")
NETWORKS = ((16,), (16, 16))
PER_OPTIMIZER = 3
PATIENCE = 20
TOLERANCE = 0.02  # of skill, less than half of the margin
LEARNS = 0.3  # of skill, by the best


@dataclass(frozen=True)
class Healthy:
    """A healthy run: its setting on its task, beside the references."""

    ground: Ground
    setting: Setting
    case: Case


def grounds() -> list[Ground]:
    """Return every dataset with every network."""
    activations = {(16,): "relu", (16, 16): "tanh"}
    return [
        stand(source, *hidden, activation=activations[hidden])
        for source in (*SOURCES, *MORE_SOURCES)
        for hidden in NETWORKS
    ]


def healthy_runs(bench: Bench, ground: Ground) -> Iterator[Healthy]:
    """Yield the healthy runs on a task.

    A setting is healthy where, on seeds of their own and on test rows, it loses less than `TOLERANCE` to the best of
    all candidates, and where twice the epochs change its skill by less than that: it has got where it gets, and
    neither gains nor loses by going on.
    """
    chosen, candidates = _candidates(bench, ground)
    once, twice = (
        bench.train(ground.having(epochs=epochs), candidates, Phase.CONFIRM, LABEL_SEEDS)
        for epochs in (ground.task.epochs, 2 * ground.task.epochs)
    )
    settings = [candidates[i] for i in are_healthy(once, twice)]
    cases = confirm(bench, ground, settings, chosen) if settings else []
    for setting, case in zip(settings, cases, strict=True):
        yield Healthy(ground, setting, case)


def are_healthy(once: Sequence[Scored], twice: Sequence[Scored]) -> list[int]:
    """Return the numbers of the settings that are healthy, from trainings for the budget and for twice the budget."""
    reached = np.array([scored.test_skill.mean() for scored in once])
    later = np.array([scored.test_skill.mean() for scored in twice])
    healthy = (reached > reached.max() - TOLERANCE) & (np.abs(later - reached) < TOLERANCE)
    return [int(i) for i in np.flatnonzero(healthy)] if reached.max() >= LEARNS else []


def _candidates(bench: Bench, ground: Ground) -> tuple[dict[str, Setting], list[Setting]]:
    """Return each optimizer's best setting, the best of all first, and what may be healthy: rates near the best."""
    plain = [s for name in OPTIMIZERS for s in rates(bench.defaults[name], bench.space.optimizer(name))]
    all_settings = [*plain, *(stopping(setting, PATIENCE) for setting in plain)]
    near = best_few(rank(bench, ground, all_settings, SELECT_SEEDS), PER_OPTIMIZER)
    chosen = best_few(rank(bench, ground, near, SELECT_AGAIN_SEEDS), 1)
    return {setting.optimizer: setting for setting in chosen}, near
