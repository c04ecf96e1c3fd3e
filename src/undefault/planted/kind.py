"""A kind of failure: how it is planted on any dataset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from undefault.planted.ground import MOST_ROWS, Ground, lay, rows_of
from undefault.planted.halves import FEW
from undefault.planted.record import Arm, Planted
from undefault.records import NetworkSpec, Setting

Defaults = Mapping[str, Setting]
Plant = Callable[[str, Defaults], tuple[Arm, Arm]]


@dataclass(frozen=True)
class Kind:
    """How a failure is planted; ``plant(source, defaults)`` returns the broken and the healthy arm."""

    name: str
    checks: tuple[str, ...]
    cause: str | None
    plant: Plant
    sources: tuple[str, ...] = FEW

    def on(self, source: str, defaults: Defaults) -> Planted:
        """Return the failure planted on a dataset."""
        return Planted(self.name, self.checks, self.cause, *self.plant(source, defaults))


@cache
def stand(source: str, *hidden: int, activation: str = "relu", at_most: int = MOST_ROWS) -> Ground:
    """Return a dataset with a dense network of these layers, the same object for the same arguments."""
    name = "_".join(["mlp", *map(str, hidden)]) if hidden else "linear"
    return lay(rows_of(source, at_most=at_most), NetworkSpec(f"{name}_{activation}", hidden, activation))


def set_to(defaults: Defaults, optimizer: str, learning_rate: float, **hyperparameters: float) -> Setting:
    """Return an optimizer's default with a rate, and hyperparameters, of its own."""
    default = defaults[optimizer]
    return replace(default, learning_rate=learning_rate, hyperparameters={**default.hyperparameters, **hyperparameters})
