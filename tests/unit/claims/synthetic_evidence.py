"""Tables of a sweep in which one thing is true: what a claim says, its contrary, or nothing either way."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from undefault.claims import TASK_COLUMNS, Evidence
from undefault.tables.rates import COLUMNS as RATE_COLUMNS
from undefault.tables.shapes import COLUMNS as SHAPE_COLUMNS

N_SOURCES, N_SEEDS = 8, 40
SIZES = (30, 300, 3_000, 30_000)
NOISES = (0.0, 0.1, 0.2, 0.4)
RATES = tuple(float(rate) for rate in np.geomspace(1e-5, 1, 11))
PLAIN = {
    "test_skill": 0.8, "valid_skill": 0.8, "swing": 0.0, "overshoot": 0.0, "lost": 0.0, "fit": 0.9,
    "share_of_epochs": 1.0,
}  # fmt: skip
Draw = Callable[[np.random.Generator, int], Mapping[str, Any]]


def tasks_of(n_sources: int = N_SOURCES, *, n_train: int = 100) -> pd.DataFrame:
    """Return a ladder of networks on clean labels, and one of noise on the smallest network, for every source."""
    rows = [
        (f"d{s}/n{size}", f"d{s}", f"d{s}", f"n{size}", size, n_train, 0.0) for s in range(n_sources) for size in SIZES
    ]
    rows += [
        (f"d{s}-{noise}/n30", f"d{s}", f"d{s}-{noise}", "n30", 30, n_train, noise)
        for s in range(n_sources)
        for noise in NOISES[1:]
    ]
    return pd.DataFrame(rows, columns=TASK_COLUMNS)


def shapes_of(tasks: pd.DataFrame, roles: Mapping[tuple[str, str], Draw], rng: np.random.Generator) -> pd.DataFrame:
    """Return the shapes of ``roles`` ``(optimizer, role)``, each drawn for all seeds of every task at once."""
    frames = [
        pd.DataFrame(
            {
                **PLAIN,
                "study": task["study"],
                "role": role,
                "optimizer": optimizer,
                "trial": 0,
                "seed": np.arange(N_SEEDS),
                **draw(rng, int(task["n_parameters"])),
            }
        )
        for task in tasks.to_dict("records")
        for (optimizer, role), draw in roles.items()
    ]
    return pd.concat(frames, ignore_index=True)[SHAPE_COLUMNS] if frames else pd.DataFrame(columns=SHAPE_COLUMNS)


def rates_of(
    tasks: pd.DataFrame,
    best: Callable[[str, Mapping[Any, Any]], float],
    rng: np.random.Generator,
    *,
    width: float = 0.2,
    optimizers: Sequence[str] = ("sgd", "rmsprop", "adam"),
) -> pd.DataFrame:
    """Return ladders of rates: skill falls by ``width`` for every decade from the best rate (decadic logarithm)."""
    rows = []
    for task in tasks.to_dict("records"):
        for optimizer in optimizers:
            middle = best(optimizer, task) + rng.normal(0, 0.05)
            for seed in range(3):
                skill = 0.9 - width * np.abs(np.log10(RATES) - middle) + rng.normal(0, 0.005, len(RATES))
                rows += [
                    (task["study"], optimizer, rate, bool(np.isclose(rate, 1e-3)), seed, one, one, False, 10, 0.1, 0.1)
                    for rate, one in zip(RATES, skill, strict=True)
                ]
    return pd.DataFrame(rows, columns=RATE_COLUMNS)


def evidence(tasks: pd.DataFrame, shapes: pd.DataFrame | None = None, rates: pd.DataFrame | None = None) -> Evidence:
    """Return the tables as evidence, empty where left out."""
    return Evidence(
        tasks,
        pd.DataFrame(columns=SHAPE_COLUMNS) if shapes is None else shapes,
        pd.DataFrame(columns=RATE_COLUMNS) if rates is None else rates,
        margin=0.05,
    )


def often(column: str, share: float, value: float = 0.2) -> Draw:
    """Draw ``value`` in a share of the seeds, 0 in the others."""
    return lambda rng, _: {column: np.where(rng.uniform(size=N_SEEDS) < share, value, 0.0)}


def about(column: str, mean: float, spread: float = 0.02) -> Draw:
    """Draw values about a mean."""
    return lambda rng, _: {column: mean + spread * rng.standard_normal(N_SEEDS)}


def together(*draws: Draw) -> Draw:
    """Draw several columns."""
    return lambda rng, size: {name: value for draw in draws for name, value in draw(rng, size).items()}
