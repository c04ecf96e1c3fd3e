"""Where the time goes."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Clock:
    """Adds up wall seconds by stage."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time within as that stage's."""
        begun = perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += perf_counter() - begun

    def seconds(self) -> dict[str, float]:
        """Return wall seconds by stage, and in ``total``."""
        return {"total": perf_counter() - self._begun, **self._seconds}
