"""Where the time goes."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter


class Clock:
    """Adds up wall seconds by stage; ``tell`` gets the name of each stage that begins."""

    def __init__(self, tell: Callable[[str], None] = lambda _: None) -> None:
        self.tell = tell
        self._begun = perf_counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str, detail: str = "") -> Iterator[None]:
        """Count the time within as that stage's; ``detail`` is told, not counted apart."""
        self.tell(f"{name} {detail}".rstrip())
        begun = perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += perf_counter() - begun

    def seconds(self) -> dict[str, float]:
        """Return wall seconds by stage, and in ``total``."""
        return {"total": perf_counter() - self._begun, **self._seconds}
