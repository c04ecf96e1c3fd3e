"""Ladders: tasks that differ in one number alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from undefault.records import FloatArray

FEWEST_RUNGS = 4


@dataclass(frozen=True)
class Ladder:
    """What changes from rung to rung: ``column`` of the tasks, on a logarithmic scale or not.

    ``fixed`` are the columns in which the tasks of one ladder agree. ``rung`` names rungs that belong together over all
    datasets: a network has another number of parameters on every number of inputs. ``unit`` is what a slope is per.
    """

    name: str
    column: str
    rung: str
    fixed: tuple[str, ...]
    unit: str
    unit_size: float
    is_log: bool = True

    def scale(self, values: pd.Series) -> FloatArray:
        """Return where values lie on the ladder, in its units: decades, or steps of ``unit_size``."""
        numbers = values.to_numpy(dtype=float)
        return np.asarray(np.log10(numbers) if self.is_log else numbers / self.unit_size)


LADDERS = (
    Ladder("parameters", "n_parameters", "network", ("source", "dataset"), "tenfold parameters", 1.0),
    Ladder("rows", "n_train", "n_train", ("source", "network", "label_noise"), "tenfold training rows", 1.0),
    Ladder(
        "noise", "label_noise", "label_noise", ("source", "network", "n_train"), "0.1 of label noise", 0.1, is_log=False
    ),
)


def ladders_of(tasks: pd.DataFrame, ladder: Ladder) -> Iterator[pd.DataFrame]:
    """Yield the tasks of each ladder of that kind, lowest rung first, where there are `FEWEST_RUNGS` rungs or more.

    ``tasks`` has the columns ``study, source, dataset, network, n_parameters, n_train, label_noise``.
    """
    for _, own in tasks.groupby(list(ladder.fixed), sort=False):
        if own[ladder.column].nunique() >= FEWEST_RUNGS:
            yield own.sort_values(ladder.column, kind="stable")
