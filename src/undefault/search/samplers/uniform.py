"""Random search (Bergstra and Bengio 2012)."""

from optuna.samplers import BaseSampler

from undefault.search.samplers.point import PointSampler
from undefault.search.samplers.turn import Turn
from undefault.seeds import generator


def uniform(turn: Turn) -> BaseSampler:
    """Return a sampler of a point drawn uniformly."""
    names = turn.unseen.all
    return PointSampler(dict(zip(names, generator("uniform", turn.seed).random(len(names)), strict=True)), names)
