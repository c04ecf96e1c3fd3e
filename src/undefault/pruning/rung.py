"""When a pruner looks, and how many it lets go on."""

import itertools
from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """After ``n_epochs`` of training the best ``share`` of all trials that began go on."""

    n_epochs: int
    share: float

    def __post_init__(self) -> None:
        if self.n_epochs < 1:
            raise ValueError(f"n_epochs must be 1 or more, got {self.n_epochs}")
        if not 0 < self.share <= 1:
            raise ValueError(f"share must be above 0 and at most 1, got {self.share}")


@dataclass(frozen=True)
class Bracket:
    """The rungs that a trial climbs, earliest first, and the bracket's part of the trials."""

    rungs: tuple[Rung, ...]
    weight: float = 1.0

    def __post_init__(self) -> None:
        looks = [rung.n_epochs for rung in self.rungs]
        if any(later <= sooner for sooner, later in itertools.pairwise(looks)):
            raise ValueError(f"rungs must come after growing numbers of epochs, got {looks}")


def within_budget(rungs: list[Rung], n_epochs: int) -> tuple[Rung, ...]:
    """Return those of the rungs that lie within the budget and after the one before."""
    kept: list[Rung] = []
    for rung in rungs:
        if rung.n_epochs < n_epochs and (not kept or rung.n_epochs > kept[-1].n_epochs):
            kept.append(rung)
    return tuple(kept)
