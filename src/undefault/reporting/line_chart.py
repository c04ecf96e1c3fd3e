"""The geometry of a small line chart that is drawn without a script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

WIDTH, HEIGHT = 440, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 12, 30


@dataclass(frozen=True)
class Line:
    """One line as the points of an SVG polyline; ``style`` names its colour."""

    label: str
    style: str
    points: str


@dataclass(frozen=True)
class LineChart:
    """Lines, and ticks as ``(position, text)``; ``zero`` is the height of 0, ``None`` where it is out of sight."""

    lines: tuple[Line, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    zero: float | None
    x_label: str


def draw_lines(series: Sequence[tuple[str, str, pd.Series]], *, x_label: str) -> LineChart:
    """Return the chart of ``(label, style, values by x)``; values that are not finite are left out."""
    kept = [(label, style, values[np.isfinite(values)]) for label, style, values in series]
    xs = [float(x) for _, _, values in kept for x in values.index]
    ys = [*(float(y) for _, _, values in kept for y in values), 0.0]
    x_low, x_high, y_low, y_high = min(xs), max(xs), min(ys), max(ys)
    room = 0.05 * (y_high - y_low) or 0.05
    y_low, y_high = y_low - room, y_high + room

    def across(x: float) -> float:
        return round(LEFT + (x - x_low) / ((x_high - x_low) or 1) * (WIDTH - LEFT - RIGHT), 1)

    def up(y: float) -> float:
        return round(HEIGHT - BOTTOM - (y - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM), 1)

    lines = tuple(
        Line(label, style, " ".join(f"{across(float(x))},{up(float(y))}" for x, y in values.items()))
        for label, style, values in kept
    )
    x_ticks = tuple((across(x), f"{x:g}") for x in round_ticks(x_low, x_high))
    y_ticks = tuple((up(y), f"{y:g}".replace("-", "\N{MINUS SIGN}")) for y in round_ticks(y_low, y_high))
    return LineChart(lines, x_ticks, y_ticks, up(0.0), x_label)


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers within the bounds, at most ``most``.

    >>> round_ticks(0, 100)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    if not high > low:
        return [low]
    raw = (high - low) / (most - 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(tick * step, 10) for tick in range(first, last + 1)]
