"""A writer that outlasts a store which is down, slow, locked or full for a while; only the child process loads this."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import final

from mlflow.exceptions import MlflowException

from undefault.tracking.new_database import make_database
from undefault.tracking.requests import Request, StartStudy, StartSweep, Store
from undefault.tracking.sweep_writer import SweepWriter
from undefault.tracking.tracked import TrackingSummary

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15.0
OWN_ERRORS = (LookupError, TypeError, ValueError)  # of what was asked, which no waiting mends


@final
class PersistentWriter:
    """Carries out each request as often as it takes.

    After a failure it begins anew with what it finds in the store, where runs bear tags by which they are found again:
    a request that was carried out by half is completed, and nothing is written twice. ``tell`` gets the error each
    time; it raises where nobody waits any more.
    """

    def __init__(self, store: Store, tell: Callable[[Exception], None]) -> None:
        self._store, self._tell = store, tell
        self._writer: SweepWriter | None = None
        self._started: list[Request] = []

    def carry_out(self, request: Request) -> TrackingSummary | None:
        """Write what ``request`` asks for; raise what waiting would not mend."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return self._try(request)
            except Exception as error:
                if not may_pass(error):
                    raise
                self._writer = None
                self._tell(error)
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _try(self, request: Request) -> TrackingSummary | None:
        if self._writer is None:
            make_database(self._store.uri)
            writer = SweepWriter(self._store)
            for earlier in self._started:
                writer.carry_out(earlier)
            self._writer = writer
        summary = self._writer.carry_out(request)
        if isinstance(request, StartSweep | StartStudy):
            self._started.append(request)
        return summary


def may_pass(error: Exception) -> bool:
    """Return whether an error is of a kind that goes away: not what MLflow refuses, nor what makes no sense."""
    if isinstance(error, MlflowException):
        status: int = error.get_http_status_code()  # type: ignore[no-untyped-call]
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
    return not isinstance(error, OWN_ERRORS)
