"""A kind of failure: how it is planted on any dataset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from undefault.planted.ground import MOST_ROWS, Ground, lay, rows_of
from undefault.planted.halves import SOURCES
from undefault.planted.record import Arm, Planted
from undefault.records import Decay, NetworkSpec, Setting

Defaults = Mapping[str, Setting]
Plant = Callable[[str, Defaults], tuple[Arm, Arm]]


@dataclass(frozen=True)
class Kind:
    """How a failure is planted; ``plant(source, defaults)`` returns the broken and the healthy arm."""

    name: str
    checks: tuple[str, ...]
    cause: str | None
    plant: Plant
    sources: tuple[str, ...] = SOURCES

    def on(self, source: str, defaults: Defaults) -> Planted:
        """Return the failure planted on a dataset."""
        return Planted(self.name, self.checks, self.cause, *self.plant(source, defaults))


def stand(
    source: str, *hidden: int, activation: str = "relu", at_most: int = MOST_ROWS, label_noise: float = 0.0
) -> Ground:
    """Return a dataset with a dense network of these layers."""
    name = "_".join(["mlp", *map(str, hidden)]) if hidden else "linear"
    rows = replace(rows_of(source, at_most=at_most), label_noise=label_noise)
    return lay(rows, NetworkSpec(name, hidden, activation))


def tuned(defaults: Defaults, optimizer: str, learning_rate: float, **hyperparameters: float) -> Setting:
    """Return an optimizer's default with a rate, and hyperparameters, of its own."""
    default = defaults[optimizer]
    return replace(default, learning_rate=learning_rate, hyperparameters={**default.hyperparameters, **hyperparameters})


def dying(setting: Setting, n_steps: int) -> Setting:
    """Return the setting with a rate that halves every ``n_steps``."""
    return replace(setting, decay=Decay("exponential", {"decay_steps": n_steps, "decay_rate": 0.5}))
