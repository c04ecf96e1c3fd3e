"""What answers may depend on."""

import numpy as np
import pandas as pd

from undefault.claims.claim import Moderator

SMALL_NETWORK = 2000  # parameters
SMALL_DATA = 200  # training rows


def _by_size(effects: pd.DataFrame) -> pd.Series:
    return _split(effects["n_parameters"], SMALL_NETWORK, "networks below 2,000 parameters", "larger networks")


def _by_rows(effects: pd.DataFrame) -> pd.Series:
    return _split(effects["n_train"], SMALL_DATA, "fewer than 200 training rows", "more training rows")


def _by_noise(effects: pd.DataFrame) -> pd.Series:
    return _split(effects["label_noise"], 1e-9, "clean labels", "noisy labels")


def _by_optimizer(effects: pd.DataFrame) -> pd.Series:
    return effects["optimizer"].astype(str)


def _split(values: pd.Series, border: float, below: str, above: str) -> pd.Series:
    return pd.Series(np.where(values.to_numpy(dtype=float) < border, below, above), index=values.index)


def small_networks(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks whose networks have fewer than `SMALL_NETWORK` parameters."""
    return tasks[tasks["n_parameters"] < SMALL_NETWORK]


def small_data(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks with fewer than `SMALL_DATA` training rows."""
    return tasks[tasks["n_train"] < SMALL_DATA]


BY_SIZE = Moderator("the size of the network", _by_size)
BY_ROWS = Moderator("the number of training rows", _by_rows)
BY_NOISE = Moderator("label noise", _by_noise)
BY_OPTIMIZER = Moderator("the optimizer", _by_optimizer)
