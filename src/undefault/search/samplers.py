"""Optuna's samplers by name."""

import warnings
from collections.abc import Callable, Mapping

import optuna

from undefault.errors import ConfigError, nearest

N_STARTUP_TRIALS = 5  # finished trials of an optimizer, its known settings included, before TPE models anything

Sampler = optuna.samplers.BaseSampler


def _tpe(seed: int) -> Sampler:
    """TPE over each group of parameters that occur together, so that each optimizer's own are sampled jointly."""
    with warnings.catch_warnings():
        # Optuna 5.0 calls `group` experimental; without it, conditional parameters are sampled one by one
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return optuna.samplers.TPESampler(
            n_startup_trials=N_STARTUP_TRIALS, seed=seed, multivariate=True, group=True, constant_liar=True
        )


def _random(seed: int) -> Sampler:
    return optuna.samplers.RandomSampler(seed=seed)


SAMPLERS: Mapping[str, Callable[[int], Sampler]] = {"tpe": _tpe, "random": _random}


def make_sampler(name: str, *, seed: int) -> Sampler:
    """Return the sampler of that name; raise `ConfigError` where there is none."""
    if name not in SAMPLERS:
        raise ConfigError(f"search.sampler must be one of {', '.join(SAMPLERS)}, got {name!r}{nearest(name, SAMPLERS)}")
    return SAMPLERS[name](seed)
