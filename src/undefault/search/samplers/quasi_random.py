"""Quasi-random search: points that fill the space more evenly than random ones (Bousquet et al. 2017)."""

from optuna.samplers import BaseSampler
from scipy.stats import qmc

from undefault.search.samplers.point import PointSampler
from undefault.search.samplers.turn import Turn


def quasi_random(turn: Turn) -> BaseSampler:
    """Return a sampler of the turn's point in a scrambled Sobol sequence (Owen 1998).

    Every parameter has a coordinate, choices and what hangs under them too. The sequence is the share's own and is
    entered at the turn's place, so nothing needs to be kept, and no point comes twice.
    """
    names = turn.unseen.all
    sequence = qmc.Sobol(len(names), scramble=True, rng=turn.sequence_seed)
    if turn.place:
        sequence.fast_forward(turn.place)
    return PointSampler(dict(zip(names, sequence.random(1)[0], strict=True)), names)
