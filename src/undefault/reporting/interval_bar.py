"""The geometry of the small bar that draws an interval, zero and the margin on one shared axis."""

from dataclasses import dataclass

import pandas as pd

WIDTH = 120.0
PADDING = 4.0


@dataclass(frozen=True)
class BarAxis:
    """A linear axis from ``low`` to ``high`` (units of skill) drawn `WIDTH` units wide; values beyond are clipped."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"an axis must run upwards, got {self.low} to {self.high}")

    def position(self, value: float) -> float:
        """Return the horizontal position of a value."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(PADDING + share * (WIDTH - 2 * PADDING), 1)


@dataclass(frozen=True)
class IntervalBar:
    """Horizontal positions of an interval's ends, its estimate, zero and the margin, within `WIDTH`."""

    low: float
    centre: float
    high: float
    zero: float
    margin: float

    @property
    def width(self) -> float:
        """The length of the drawn interval."""
        return round(self.high - self.low, 1)


def shared_axis(frame: pd.DataFrame, columns: tuple[str, str, str], margin: float) -> BarAxis:
    """Return the axis that shows zero, the margin and every finite number of ``columns``."""
    values = frame[list(columns)].to_numpy(dtype=float).ravel()
    finite = [float(value) for value in values if abs(value) < float("inf")]
    return BarAxis(min([*finite, -margin, 0.0]) - 0.01, max([*finite, margin, 0.0]) + 0.01)


def draw_bar(axis: BarAxis, estimate: tuple[float, float, float], margin: float) -> IntervalBar | None:
    """Return the bar of ``estimate = (low, centre, high)``, or ``None`` where a number is missing."""
    if any(value != value for value in estimate):
        return None
    low, centre, high = (axis.position(value) for value in estimate)
    return IntervalBar(low=low, centre=centre, high=high, zero=axis.position(0.0), margin=axis.position(margin))
