"""The small grid that stands for a search: a few rates of an optimizer, with and without early stopping."""

from dataclasses import replace

import numpy as np

from undefault.records import Setting
from undefault.specs import OptimizerSpec

N_RATES = 8
PATIENCE = 10


def rates(default: Setting, spec: OptimizerSpec) -> list[Setting]:
    """Return the optimizer's default with `N_RATES` over its search range, evenly on a log scale."""
    values = np.geomspace(spec.learning_rate.low, spec.learning_rate.high, N_RATES)
    return [replace(default, learning_rate=float(f"{value:.3g}")) for value in values]


def grid(default: Setting, spec: OptimizerSpec) -> list[Setting]:
    """Return the rates, each to the end of the budget and with early stopping."""
    plain = rates(default, spec)
    return [*plain, *(stopping(setting) for setting in plain)]


def stopping(setting: Setting, patience: int = PATIENCE) -> Setting:
    """Return the setting with early stopping that restores the best weights."""
    return replace(setting, patience=patience, restore_best_weights=True)
