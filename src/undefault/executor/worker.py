"""Training in a process of its own."""

import multiprocessing
import signal
import threading
import time
from ctypes import c_double
from queue import Empty, SimpleQueue
from typing import final

from undefault.executor.child import Answer, OutOfMemory, serve
from undefault.executor.hand import Batch, Hand, HandLostError, MakeEngine
from undefault.interrupts import interrupts_held
from undefault.records import Training

POLL_SECONDS = 0.5
EXIT_SECONDS = 5.0
IDLE_SHARE = 0.01  # of the time; a process that waits for nothing still counts its own seconds


@final
class Worker(Hand):
    """A spawned process that trains; it is given up when it dies, stands still or takes too long.

    It stands still where it uses next to no processor time for ``stall_seconds``, as one that is stopped or deadlocked;
    a batch takes too long after ``batch_seconds``.
    """

    def __init__(self, make_engine: MakeEngine, memory_mb: int, *, stall_seconds: float, batch_seconds: float) -> None:
        self._stall_seconds, self._batch_seconds = stall_seconds, batch_seconds
        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._cpu_seconds = context.RawValue(c_double, 0.0)
        arguments = (far_end, make_engine, memory_mb, self._cpu_seconds)
        self._process = context.Process(target=serve, args=arguments, name="undefault-worker", daemon=True)
        with interrupts_held():
            self._process.start()
        far_end.close()

    def train(self, batch: Batch) -> list[Training]:
        """Return the batch's trainings; raise `HandLostError` where another worker should try."""
        answers = SimpleQueue[Answer | None]()
        threading.Thread(target=self._exchange, args=(batch, answers), daemon=True).start()
        answer = self._awaited(answers)
        if answer is None:
            raise self._died()
        if isinstance(answer, OutOfMemory):
            raise HandLostError(f"ran out of memory: {answer.reason}", by_memory=True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def dismiss(self) -> None:
        """Kill the process, which holds nothing that could be lost."""
        self._connection.close()
        self._process.kill()
        self._process.join(EXIT_SECONDS)

    def _exchange(self, batch: Batch, answers: "SimpleQueue[Answer | None]") -> None:
        """Send the batch and pass on the answer; both may wait forever for a process that stands still."""
        try:
            self._connection.send(batch)
            answers.put(self._connection.recv())
        except (EOFError, OSError):
            answers.put(None)

    def _awaited(self, answers: "SimpleQueue[Answer | None]") -> Answer | None:
        """Return the answer, ``None`` for a dead process; raise `HandLostError` where there is none to wait for."""
        begun = busy_at = time.monotonic()
        worked = self._cpu_seconds.value
        while True:
            try:
                return answers.get(timeout=POLL_SECONDS)
            except Empty:
                now, done = time.monotonic(), self._cpu_seconds.value
            if done - worked > IDLE_SHARE * (now - busy_at):
                busy_at, worked = now, done
            if now - busy_at > self._stall_seconds:
                raise HandLostError(f"stood still for {self._stall_seconds:g} s", by_memory=False)
            if now - begun > self._batch_seconds:
                raise HandLostError(f"was not done after {self._batch_seconds / 60:g} minutes", by_memory=False)

    def _died(self) -> HandLostError:
        self._process.join(EXIT_SECONDS)
        code = self._process.exitcode
        killed = code == -signal.SIGKILL  # as the system kills what takes too much memory
        return HandLostError(f"died ({_named(code)})", by_memory=killed)


def _named(code: int | None) -> str:
    if code is not None and code < 0:
        return f"by signal {signal.Signals(-code).name}"
    return f"with exit code {code}"
