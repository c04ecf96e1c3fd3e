"""Bayesian optimization with Gaussian processes, where torch is installed; Undefault does not depend on it."""

import warnings

from optuna.exceptions import ExperimentalWarning
from optuna.samplers import BaseSampler, GPSampler, RandomSampler

from undefault.search.samplers.turn import Turn

N_STARTUP_TRIALS = 5  # finished trials of an optimizer, its known settings included, before anything is modelled


def gaussian_process(turn: Turn) -> BaseSampler:
    """Return Optuna's sampler over the parameters that every setting has; those that hang under a choice are random."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentalWarning)  # Optuna 5.0 calls the whole sampler experimental
        return GPSampler(
            seed=turn.seed,
            independent_sampler=RandomSampler(seed=turn.seed),
            n_startup_trials=N_STARTUP_TRIALS,
            warn_independent_sampling=False,
        )
