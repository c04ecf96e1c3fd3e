"""The samplers by name, one file each.

A new sampler is one file with a function from a `Turn` to one of Optuna's samplers, its line here, and a file in
conf/search. It is made anew for every proposal: what it proposes must follow from the turn and from the optimizer's
trials so far, so that a resumed study goes on as if it had never stopped.
"""

from collections.abc import Callable, Mapping

from optuna.samplers import BaseSampler

from undefault.errors import ConfigError, nearest
from undefault.search.samplers.cma_es import cma_es
from undefault.search.samplers.gaussian_process import gaussian_process
from undefault.search.samplers.grid import grid
from undefault.search.samplers.quasi_random import quasi_random
from undefault.search.samplers.tpe import tpe
from undefault.search.samplers.turn import Turn
from undefault.search.samplers.uniform import uniform

__all__ = ["SAMPLERS", "Turn", "make_sampler"]

SAMPLERS: Mapping[str, Callable[[Turn], BaseSampler]] = {
    "tpe": tpe,
    "random": uniform,
    "gp": gaussian_process,
    "cmaes": cma_es,
    "qmc": quasi_random,
    "grid": grid,
}


def make_sampler(name: str, turn: Turn) -> BaseSampler:
    """Return the sampler of that name for one proposal; raise `ConfigError` where there is none."""
    if name not in SAMPLERS:
        raise ConfigError(f"search.sampler must be one of {', '.join(SAMPLERS)}, got {name!r}{nearest(name, SAMPLERS)}")
    return SAMPLERS[name](turn)
