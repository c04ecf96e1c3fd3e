"""Tree-structured Parzen estimators (Bergstra et al. 2011; Watanabe 2023), the default."""

import warnings

from optuna.exceptions import ExperimentalWarning
from optuna.samplers import BaseSampler, TPESampler

from undefault.search.samplers.turn import Turn

N_STARTUP_TRIALS = 5  # finished trials of an optimizer, its known settings included, before anything is modelled


def tpe(turn: Turn) -> BaseSampler:
    """Return TPE over each group of parameters that occur together, so that those of a choice are sampled jointly."""
    with warnings.catch_warnings():
        # Optuna 5.0 calls `group` experimental; without it, conditional parameters are sampled one by one
        warnings.simplefilter("ignore", ExperimentalWarning)
        return TPESampler(
            n_startup_trials=N_STARTUP_TRIALS, seed=turn.seed, multivariate=True, group=True, constant_liar=True
        )
