"""Settings on the boundary of what was searched, and the wider range in which the search goes on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from undefault.limits import limits_of
from undefault.records import Setting
from undefault.specs import Range, SearchSpace

# Of a range's width, on its scale. An optimum inside would lie so near to one of the two bounds by chance in a tenth of
# the cases; of the five decades of a learning rate it is a factor of 1.8, within which results hardly differ.
BOUNDARY_SHARE = 0.05
WIDENING = 10.0  # a bound on a log scale moves by this factor; another by the width of its range
MOST_WIDENINGS = 2  # times that one optimizer's ranges are widened on a task
DIGITS = 6  # significant digits of a moved bound


@dataclass(frozen=True)
class Boundary:
    """A hyperparameter of a setting that lies on the boundary of its range, with room beyond.

    ``upwards`` says on which side, as the search sees it: of 1 - value where the range is ``complement``.
    """

    optimizer: str
    hyperparameter: str
    value: float
    searched: Range
    upwards: bool

    @property
    def side(self) -> str:
        """Which bound of the value it is, ``low`` or ``high``."""
        return "high" if self.upwards != self.searched.complement else "low"


@dataclass(frozen=True)
class Widening:
    """A range that was widened during a search, and what it is since."""

    optimizer: str
    hyperparameter: str
    side: str
    searched: Range

    def as_dict(self) -> dict[str, str | float]:
        """Return plain data, the bounds as values of the hyperparameter."""
        low, high = bounds(self.searched)
        names = {"optimizer": self.optimizer, "hyperparameter": self.hyperparameter, "side": self.side}
        return {**names, "low": low, "high": high}


def bounds(searched: Range) -> tuple[float, float]:
    """Return the lowest and the highest value in a range."""
    low, high = sorted(round(searched.coordinate(bound), 10) for bound in (searched.low, searched.high))
    return low, high


def find_boundaries(setting: Setting, space: SearchSpace, *, n_epochs: int, proposed: bool) -> list[Boundary]:
    """Return where a setting lies on a boundary of the space; ``n_epochs`` is the task's budget.

    A range that ends where Keras ends, such as momentum at 0, has no boundary there. The decay of a setting that the
    search did not ``proposed`` is left out: its arguments may stand for another number of steps.
    """
    found = []
    for name, (value, searched) in _searched(setting, space, with_decay=proposed).items():
        low, high = limits_of(name, searched, n_epochs=n_epochs)
        place = _place(searched, value)
        if place <= BOUNDARY_SHARE and searched.low > low:
            found.append(Boundary(setting.optimizer, name, value, searched, upwards=False))
        elif place >= 1 - BOUNDARY_SHARE and searched.high < high:
            found.append(Boundary(setting.optimizer, name, value, searched, upwards=True))
    return found


def widen_range(boundary: Boundary, *, n_epochs: int) -> Widening:
    """Return the widening of a range on the boundary's side, as far as the range can go."""
    searched = _widened(boundary, n_epochs=n_epochs)
    return Widening(boundary.optimizer, boundary.hyperparameter, boundary.side, searched)


def space_after(space: SearchSpace, optimizer: str, widenings: Sequence[Widening]) -> SearchSpace:
    """Return the space in which an optimizer was searched in the end."""
    for widening in widenings:
        if widening.optimizer == optimizer:
            space = with_range(space, optimizer, widening.hyperparameter, widening.searched)
    return space


def _widened(boundary: Boundary, *, n_epochs: int) -> Range:
    searched = boundary.searched
    low, high = limits_of(boundary.hyperparameter, searched, n_epochs=n_epochs)
    width = searched.high - searched.low
    if boundary.upwards:
        moved = _rounded(searched.high * WIDENING if searched.log else searched.high + width)
        return replace(searched, high=min(moved, high))
    moved = _rounded(searched.low / WIDENING if searched.log else searched.low - width)
    return replace(searched, low=max(float(math.ceil(moved)) if searched.integer else moved, low))


def with_range(space: SearchSpace, optimizer: str, hyperparameter: str, searched: Range) -> SearchSpace:
    """Return the space in which one hyperparameter of an optimizer has this range."""
    kind, _, argument = hyperparameter.rpartition(".")
    if kind:
        decays = tuple(
            replace(spec, ranges={**spec.ranges, argument: searched}) if spec.kind == kind else spec
            for spec in space.decays
        )
        return replace(space, decays=decays)
    if hyperparameter == "weight_decay":
        return replace(space, weight_decay=searched)
    if hyperparameter == "patience":
        return replace(space, patience=searched)
    specs = list(space.optimizers)
    at = specs.index(space.optimizer(optimizer))
    if hyperparameter == "learning_rate":
        specs[at] = replace(specs[at], learning_rate=searched)
    else:
        specs[at] = replace(specs[at], hyperparameters={**specs[at].hyperparameters, hyperparameter: searched})
    return replace(space, optimizers=tuple(specs))


def _searched(setting: Setting, space: SearchSpace, *, with_decay: bool) -> Mapping[str, tuple[float, Range]]:
    """Return the numbers of a setting that were searched, with their ranges."""
    spec, decay = space.optimizer(setting.optimizer), setting.decay
    found = {"learning_rate": (setting.learning_rate, spec.learning_rate)}
    found |= {name: (setting.hyperparameters[name], searched) for name, searched in spec.hyperparameters.items()}
    if setting.weight_decay > 0:
        found["weight_decay"] = (setting.weight_decay, space.weight_decay)
    if setting.patience is not None:
        found["patience"] = (setting.patience, space.patience)
    if with_decay:
        ranges = next((kind.ranges for kind in space.decays if kind.kind == decay.kind), {})
        found |= {f"{decay.kind}.{name}": (decay.values[name], searched) for name, searched in ranges.items()}
    return found


def _place(searched: Range, value: float) -> float:
    """Return where a value lies in its range on its scale, 0 at the lower bound and 1 at the upper one."""
    low, high, at = searched.low, searched.high, searched.coordinate(value)
    if searched.log:
        return (math.log(max(at, low * 1e-9)) - math.log(low)) / (math.log(high) - math.log(low))
    return (at - low) / (high - low)


def _rounded(bound: float) -> float:
    return float(f"{bound:.{DIGITS}g}")
