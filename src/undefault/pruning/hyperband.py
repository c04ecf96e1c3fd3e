"""Hyperband (Li et al. 2018): successive halving from several first rungs at once."""

import math
from collections.abc import Sequence

from undefault.pruning.halving import ETA, N_RUNGS, ladder
from undefault.pruning.rung import Bracket


def hyperband(n_epochs: int) -> Sequence[Bracket]:
    """Return brackets of `N_RUNGS` rungs down to none, weighted by the trials that algorithm 1 begins in each."""
    return [ladder(n, n_epochs, weight=_n_begun(n)) for n in range(N_RUNGS, -1, -1)]


def _n_begun(n_rungs: int) -> int:
    return math.ceil((N_RUNGS + 1) / (n_rungs + 1) * float(ETA**n_rungs))
