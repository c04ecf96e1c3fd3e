"""The geometry of the small bar that draws an interval, zero and the margin on one shared axis."""

import math
from dataclasses import dataclass

import pandas as pd

WIDTH = 120.0
PADDING = 4.0


@dataclass(frozen=True)
class BarAxis:
    """An axis from ``low`` to ``high`` (units of skill) drawn `WIDTH` units wide; values beyond are clipped.

    The scale is the signed square root, which lifts the small regrets around the margin into view.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"an axis must run upwards, got {self.low} to {self.high}")

    def position(self, value: float) -> float:
        """Return the horizontal position of a value."""
        inside = min(max(value, self.low), self.high)
        low, at, high = (signed_root(end) for end in (self.low, inside, self.high))
        share = (at - low) / (high - low)
        return round(PADDING + share * (WIDTH - 2 * PADDING), 1)


def signed_root(value: float) -> float:
    """Return the square root of the size, with the sign.

    >>> signed_root(-0.25)
    -0.5
    """
    return math.copysign(math.sqrt(abs(value)), value)


@dataclass(frozen=True)
class IntervalBar:
    """Horizontal positions of an interval's ends, its estimate, zero and the margin, within `WIDTH`."""

    low: float
    centre: float
    high: float
    zero: float
    margin: float


def shared_axis(frame: pd.DataFrame, columns: tuple[str, str, str], margin: float) -> BarAxis:
    """Return the axis that shows zero, the margin and every finite number of ``columns``."""
    values = frame[list(columns)].to_numpy(dtype=float).ravel()
    finite = [float(value) for value in values if math.isfinite(value)]
    return BarAxis(min([*finite, -margin, 0.0]) - 0.01, max([*finite, margin, 0.0]) + 0.01)


def draw_bar(axis: BarAxis, estimate: tuple[float, float, float], margin: float) -> IntervalBar | None:
    """Return the bar of ``estimate = (low, centre, high)``, or ``None`` where a number is missing."""
    if not all(math.isfinite(value) for value in estimate):
        return None
    low, centre, high = (axis.position(value) for value in estimate)
    return IntervalBar(low=low, centre=centre, high=high, zero=axis.position(0.0), margin=axis.position(margin))
