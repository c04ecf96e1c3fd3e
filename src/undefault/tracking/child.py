"""The process that writes to MLflow: reads requests, carries them out, and tells of what delays or ends that."""

import logging
import os
import signal
from collections.abc import Iterator
from ctypes import c_uint64
from multiprocessing.connection import Connection

from filelock import FileLock

from undefault.redaction import without_secrets
from undefault.tracking.requests import AbandonSweep, Delay, FinishSweep, Problem, Request, RunStatus, Store
from undefault.tracking.telemetry import TELEMETRY_OFF

MAX_REASON_LENGTH = 500
NICENESS = 5  # training uses every core; nobody waits for what is written meanwhile


def serve(connection: Connection, store: Store, n_done: c_uint64) -> None:
    """Carry out requests until the sweep ends, the training process is gone or a request can never succeed.

    ``n_done``, in shared memory, counts the requests carried out. The process of an earlier start of the same sweep,
    which may still be writing, is waited for.
    """
    os.nice(NICENESS)
    leave_the_terminal_alone()
    prepare_environment()
    try:
        with FileLock(store.lock):
            _carry_out_all(connection, store, n_done)
    except ConnectionError:  # the training process is gone
        return
    except Exception as error:  # noqa: BLE001 - the end of the process: whatever MLflow raises becomes a message
        connection.send(Problem(_reason(error, store.uri)))


def prepare_environment() -> None:
    """Turn off telemetry and log lines, before MLflow is imported; migrations alone log some 60 lines."""
    os.environ.update(TELEMETRY_OFF)
    # With 7 retries and 120 seconds, the defaults, a dead server or a standing one would not be told for minutes
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "20")
    logging.disable(logging.ERROR)


def leave_the_terminal_alone() -> None:
    """Leave signals to the training process, and stdout too: its last line is the path of the report."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)


def _carry_out_all(connection: Connection, store: Store, n_done: c_uint64) -> None:
    from undefault.tracking.persistent_writer import PersistentWriter

    parent = os.getppid()

    def tell(error: Exception) -> None:
        if os.getppid() != parent:
            raise ConnectionResetError from error
        connection.send(Delay(_reason(error, store.uri)))

    writer = PersistentWriter(store, tell)
    for request in _requests(connection):
        summary = writer.carry_out(request)
        n_done.value += 1
        if summary is not None:
            connection.send(summary)
        if isinstance(request, FinishSweep | AbandonSweep):
            return


def _requests(connection: Connection) -> Iterator[Request]:
    while True:
        try:
            request: Request = connection.recv()
        except (EOFError, OSError):  # the training process is gone
            request = AbandonSweep(RunStatus.KILLED)
        yield request


def _reason(error: Exception, uri: str) -> str:
    lines = without_secrets(str(error), uri).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0][:MAX_REASON_LENGTH]}"
