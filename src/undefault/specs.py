"""What may be tried: the search space of every optimizer and decay, and the remedies, as configured."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from undefault.records import Decay, Setting


@dataclass(frozen=True)
class Range:
    """The values that the search may give one hyperparameter.

    With ``complement`` the search moves in ``1 - value`` and ``low`` and ``high`` bound that: momentum-like values are
    searched so, because 0.9 and 0.99 differ as much as 0.99 and 0.999 do.
    """

    low: float
    high: float
    log: bool = True
    integer: bool = False
    complement: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"low must be below high, got low={self.low}, high={self.high}")
        if self.log and not self.low > 0:
            raise ValueError(f"low must be above 0 on a log scale, got {self.low}")
        if not (isfinite(self.low) and isfinite(self.high)):
            raise ValueError(f"low and high must be finite, got low={self.low}, high={self.high}")
        if self.integer and not (self.low == int(self.low) and self.high == int(self.high)):
            raise ValueError(f"low and high must be whole numbers, got low={self.low}, high={self.high}")
        if self.complement and not 0 <= self.low < self.high <= 1:
            raise ValueError(f"low and high of 1 - value must lie in 0 to 1, got low={self.low}, high={self.high}")

    def coordinate(self, value: float) -> float:
        """Return where the search sees ``value``; its own inverse."""
        return 1.0 - value if self.complement else value

    def contains(self, value: float) -> bool:
        """Return whether ``value`` lies in the range, bounds included (to 1e-9, for ``1 - value`` rounds)."""
        at = self.coordinate(value)
        return bool(self.low * (1 - 1e-9) <= at <= self.high * (1 + 1e-9))


@dataclass(frozen=True)
class OptimizerSpec:
    """An optimizer that takes part.

    ``keras_class`` names the class in ``keras.optimizers``. ``arguments`` are what the default setting gives it beyond
    its own defaults (nothing, but for SGD with momentum). ``hyperparameters`` are searched besides the learning rate.
    """

    name: str
    keras_class: str
    learning_rate: Range
    hyperparameters: Mapping[str, Range] = field(default_factory=dict)
    arguments: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class DecaySpec:
    """A kind of learning-rate decay that the search may choose.

    ``ranges`` are its searched arguments, ``fixed`` the others; ``budget_argument`` names the one that is set to the
    number of optimizer steps in the task's whole budget.
    """

    kind: str
    ranges: Mapping[str, Range] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    budget_argument: str | None = None


@dataclass(frozen=True)
class Remedy:
    """A published fix, tried by name against the default of its optimizer; ``given_for`` says on which network.

    What is ``None`` stays as the default has it.
    """

    name: str
    optimizer: str
    given_for: str
    learning_rate: float | None = None
    decay: Decay = field(default_factory=Decay)
    patience: int | None = None
    restore_best_weights: bool = False

    def applied_to(self, default: Setting) -> Setting:
        """Return the setting that the remedy makes of its optimizer's default."""
        return replace(
            default,
            learning_rate=self.learning_rate or default.learning_rate,
            decay=self.decay,
            patience=self.patience,
            restore_best_weights=self.restore_best_weights,
        )


@dataclass(frozen=True)
class SearchSpace:
    """Everything the search may choose on any task.

    ``patience`` is in epochs; ``batch_sizes`` is empty where the task's own always holds.
    """

    optimizers: tuple[OptimizerSpec, ...]
    decays: tuple[DecaySpec, ...]
    weight_decay: Range
    patience: Range
    batch_sizes: tuple[int, ...] = ()

    def optimizer(self, name: str) -> OptimizerSpec:
        """Return the optimizer of that name."""
        return next(spec for spec in self.optimizers if spec.name == name)
