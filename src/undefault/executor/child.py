"""The process that trains: reads batches, answers with trainings, and ends with the process that started it."""

import os
import pickle
import signal
import threading
import time
import traceback
from ctypes import c_double
from dataclasses import dataclass
from multiprocessing.connection import Connection

from undefault.executor.hand import Batch, MakeEngine
from undefault.records import Training

BEAT_SECONDS = 0.5


@dataclass(frozen=True)
class OutOfMemory:
    """The answer to a batch that found no memory."""

    reason: str


Answer = list[Training] | OutOfMemory | Exception


def serve(connection: Connection, make_engine: MakeEngine, memory_mb: int, cpu_seconds: c_double) -> None:
    """Answer batches until the other side is gone; ``cpu_seconds``, in shared memory, shows that this one works."""
    for interrupt in (signal.SIGINT, signal.SIGTERM):  # which are the other side's to answer
        signal.signal(interrupt, signal.SIG_IGN)
    threading.Thread(target=_beat, args=(cpu_seconds,), daemon=True).start()
    engine = make_engine(memory_mb)
    while True:
        try:
            batch: Batch = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Answer = batch.train_by(engine)
        except MemoryError as error:
            answer = OutOfMemory(str(error))
        except Exception as error:  # noqa: BLE001 - carried to the other side, and raised there
            answer = _portable(error)
        try:
            connection.send(answer)
        except OSError:
            return


def _beat(cpu_seconds: c_double) -> None:
    """Count the processor's time; end at once where the process that started this one is dead."""
    parent = os.getppid()
    while os.getppid() == parent:
        cpu_seconds.value = time.process_time()
        time.sleep(BEAT_SECONDS)
    os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return an error that can travel, and says where it was raised."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - of this very process
    except Exception:  # noqa: BLE001 - errors of libraries need not travel, in whatever way they fail
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note("".join(traceback.format_exception(error)))
    return error
