"""The geometry of the bar that draws the share of a regret won back, on an axis that all shares have."""

import math
from dataclasses import dataclass

from undefault.interventions.share import ENOUGH

WIDTH = 160.0
LEFT, RIGHT = -0.5, 1.5  # of the regret; shares beyond are clipped


@dataclass(frozen=True)
class ShareBar:
    """Horizontal positions of a share, its interval's ends, none and enough of the regret, within `WIDTH`."""

    low: float
    centre: float
    high: float
    zero: float
    enough: float

    @property
    def start(self) -> float:
        """Where the filled part begins."""
        return min(self.zero, self.centre)

    @property
    def length(self) -> float:
        """The length of the filled part."""
        return round(abs(self.centre - self.zero), 1)


def draw_share(share: float, low: float, high: float) -> ShareBar | None:
    """Return the bar of a share with its interval, ``None`` where it is not known; an end may be infinite."""
    if not math.isfinite(share):
        return None
    low, centre, high, zero, enough = (_position(value) for value in (low, share, high, 0.0, ENOUGH))
    return ShareBar(low=low, centre=centre, high=high, zero=zero, enough=enough)


def _position(share: float) -> float:
    """Return the horizontal position of a share.

    >>> _position(0.5), _position(float("inf"))
    (80.0, 160.0)
    """
    return round((min(max(share, LEFT), RIGHT) - LEFT) / (RIGHT - LEFT) * WIDTH, 1)
