"""Who is compared with whom when trainings are pruned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from undefault.pruning.rung import Rung
from undefault.records import BoolArray, FloatArray

FEWEST = 5  # trials in a group before any is stopped, as Optuna's pruners have it (n_startup_trials)


@dataclass(frozen=True)
class Group:
    """Trials of one optimizer that climb the same ``rungs``.

    ``members`` are indices of settings in a batch; ``spared`` those of them that are never stopped, defaults and
    remedies. ``earlier`` holds, of each trial of earlier batches, the objective after each rung; of one that was
    stopped before a rung, the one it was stopped with.
    """

    rungs: tuple[Rung, ...]
    members: tuple[int, ...]
    spared: tuple[int, ...] = ()
    earlier: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if any(len(values) != len(self.rungs) for values in self.earlier):
            raise ValueError(f"earlier trials need {len(self.rungs)} objectives each, got {self.earlier}")

    def stopped(self, rung: int, values: FloatArray) -> BoolArray:
        """Return which members are stopped at a rung; ``values`` are their objectives, ``(n_members,)``.

        The best ``share`` of all trials of the group go on, one at least, and whoever is as good as the last of them. A
        member that was stopped before counts with the value it was stopped with.
        """
        pool = np.concatenate([np.asarray(values, dtype=float), [one[rung] for one in self.earlier]])
        if len(pool) < FEWEST:
            return np.zeros(len(self.members), dtype=bool)
        n_going_on = int(np.ceil(self.rungs[rung].share * len(pool) - 1e-9))
        worse: BoolArray = values > np.sort(pool)[n_going_on - 1]
        return worse & ~np.isin(self.members, self.spared)


@dataclass(frozen=True)
class Pruning:
    """How the trainings of one batch are pruned.

    Every setting belongs to one group at most. ``constant_loss`` is that of the best constant prediction on each seed's
    validation rows, the unit of the objectives.
    """

    groups: tuple[Group, ...]
    constant_loss: tuple[float, ...]

    @property
    def looks(self) -> tuple[int, ...]:
        """The numbers of epochs after which some group is looked at."""
        return tuple(sorted({rung.n_epochs for group in self.groups for rung in group.rungs}))

    def among(self, indices: Sequence[int]) -> Self:
        """Return what holds for these settings, numbered anew: the groups all of whose members are among them."""
        place = {index: new for new, index in enumerate(indices)}
        groups = tuple(
            Group(
                group.rungs,
                tuple(place[member] for member in group.members),
                tuple(place[member] for member in group.spared),
                group.earlier,
            )
            for group in self.groups
            if set(group.members) <= place.keys()
        )
        return type(self)(groups, self.constant_loss)
