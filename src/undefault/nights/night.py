"""Which night it is: its number, its sweep, and the seed that makes its splits and seeds its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from undefault.seeds import derive_seed

_SWEEP_ID = re.compile(r"night-(\d{4,})-(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Night:
    """A night by its number, from 1, and the day on which it began."""

    number: int
    day: date

    @property
    def sweep_id(self) -> str:
        """The id of its sweep.

        >>> Night(3, date(2026, 11, 26)).sweep_id
        'night-0003-2026-11-26'
        """
        return f"night-{self.number:04d}-{self.day.isoformat()}"

    def seed(self, base: int) -> int:
        """Return the seed of its sweep, which no other night of the same base seed has but by a rare chance."""
        return derive_seed(base, "night", self.number)

    @classmethod
    def from_sweep_id(cls, sweep_id: str) -> "Night | None":
        """Return the night of a sweep, ``None`` for a sweep that is no night's."""
        found = _SWEEP_ID.fullmatch(sweep_id)
        return cls(int(found[1]), date.fromisoformat(found[2])) if found else None


def next_night(begun: Iterable[str], finished: Iterable[str], today: date) -> tuple[Night, bool]:
    """Return the night to carry out, and whether it goes on where it was interrupted.

    ``begun`` and ``finished`` are ids of sweeps. The last night goes on where it was begun and is not finished; else a
    new one begins, also where the day had one.
    """
    nights = [night for sweep_id in (*begun, *finished) if (night := Night.from_sweep_id(sweep_id))]
    if not nights:
        return Night(1, today), False
    last = max(nights, key=lambda night: night.number)
    if last.sweep_id not in set(finished):
        return last, True
    return Night(last.number + 1, today), False
