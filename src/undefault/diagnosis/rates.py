"""``measured.csv``: how often each check fires on planted failures and healthy runs, a row a half, kind and check."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from math import sqrt
from pathlib import Path
from typing import Any, get_type_hints

MEASURED = Path(__file__).with_name("measured.csv")
HEALTHY = "healthy"
HELD_BACK = "held back"
CONFIDENCE = 1.959964  # standard normal quantile of 97.5 %


@dataclass(frozen=True)
class Count:
    """Of ``n_cases`` of a kind, failures planted or `HEALTHY` runs, in ``n_fires`` the check fires.

    ``is_planted`` says that it must, for that is what was planted. ``n_not_applicable`` of the cases have nothing that
    the check could read.
    """

    half: str
    kind: str
    check: str
    is_planted: bool
    n_cases: int
    n_fires: int
    n_not_applicable: int


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % interval by Wilson's score (1927), which holds for few and for no events too."""

    n_events: int
    n: int

    @property
    def share(self) -> float:
        """The share itself; NaN of nothing."""
        return self.n_events / self.n if self.n else float("nan")

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return max(0.0, self._centre - self._half_width) if self.n_events else 0.0

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return min(1.0, self._centre + self._half_width) if self.n_events < self.n else 1.0

    @property
    def _centre(self) -> float:
        square = CONFIDENCE**2
        return (self.n_events + square / 2) / (self.n + square)

    @property
    def _half_width(self) -> float:
        square = CONFIDENCE**2
        return (
            CONFIDENCE
            * sqrt(self.n_events * (self.n - self.n_events) / max(self.n, 1) + square / 4)
            / (self.n + square)
        )


def recall(counts: Iterable[Count], check: str, *, half: str = HELD_BACK) -> Rate:
    """Return in which share of the failures planted for a check it fires."""
    own = [count for count in counts if count.check == check and count.half == half and count.is_planted]
    return Rate(sum(count.n_fires for count in own), sum(count.n_cases for count in own))


def false_alarms(counts: Iterable[Count], check: str, *, half: str = HELD_BACK) -> Rate:
    """Return on which share of the healthy runs a check fires; those that it does not apply to count as quiet."""
    own = [c for c in counts if c.check == check and c.half == half and c.kind == HEALTHY]
    return Rate(sum(count.n_fires for count in own), sum(count.n_cases for count in own))


def write_counts(counts: Sequence[Count], path: Path = MEASURED) -> None:
    """Write the table."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Count)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(count) for count in counts)


def read_counts(path: Path = MEASURED) -> list[Count]:
    """Return the rows of the table."""
    types: dict[str, Any] = get_type_hints(Count)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [Count(**{key: _parsed(value, types[key]) for key, value in row.items()}) for row in rows]


def _parsed(text: str, kind: Any) -> Any:
    return text == "True" if kind is bool else kind(text)
