"""When work has to be over."""

import time
from collections.abc import Callable
from typing import final

from undefault.errors import DeadlineError

LEAST_RESERVE_SECONDS = 30.0
RESERVED_SHARE = 0.1


@final
class Deadline:
    """So many minutes from now, a tenth of them but half a minute at least reserved for the report.

    ``now`` is a clock that is never set back. Without ``minutes`` it is never past.
    """

    def __init__(self, minutes: float | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        self._minutes, self._now = minutes, now
        total = float("inf") if minutes is None else 60 * minutes
        reserve = max(RESERVED_SHARE * total, LEAST_RESERVE_SECONDS) if minutes is not None else 0.0
        self._last_start = now() + total - reserve

    @property
    def is_past(self) -> bool:
        """Whether nothing but the report may begin any more."""
        return self._now() >= self._last_start

    def require_time(self) -> None:
        """Raise `DeadlineError` where there is no time to begin anything but the report."""
        if self.is_past:
            raise DeadlineError(f"the deadline of {self._minutes:g} minutes leaves no more time")
