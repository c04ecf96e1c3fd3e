"""The training process's end of the line to the process that writes to MLflow; nothing here waits while training."""

import multiprocessing
import pickle
import threading
import time
from collections.abc import Callable
from ctypes import c_uint64
from queue import SimpleQueue
from typing import final

from undefault.interrupts import interrupts_held
from undefault.tracking.child import serve
from undefault.tracking.requests import Delay, Message, Problem, Reply, Request, Store

POLL_SECONDS = 0.1
EXIT_SECONDS = 5.0

Progress = Callable[[int, int], None]


@final
class WriterProcess:
    """A spawned process, so that it inherits nothing of TensorFlow, fed through a queue without a limit."""

    def __init__(self, store: Store) -> None:
        context = multiprocessing.get_context("spawn")
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._connection, self._far_end = context.Pipe()
        self._n_done = context.RawValue(c_uint64, 0)
        self._n_sent = 0
        self._is_listening = False
        self._problem: Problem | None = None
        self._delayed_by = ""
        arguments = (self._far_end, store, self._n_done)
        self._process = context.Process(target=serve, args=arguments, name="undefault-mlflow", daemon=True)
        self._sender = threading.Thread(target=self._send_queued, name="undefault-mlflow-sender", daemon=True)

    def start(self) -> None:
        """Start the process and the thread that feeds it."""
        with interrupts_held():
            self._process.start()
        self._far_end.close()  # so that either side sees the end of the line when the other dies
        self._sender.start()
        self._is_listening = True

    def send(self, request: Request) -> None:
        """Queue ``request`` and return; once there is a problem, drop it."""
        if self.problem is None:
            self._n_sent += 1
            self._queue.put(pickle.dumps(request))

    @property
    def problem(self) -> Problem | None:
        """Why nothing more is written, or ``None``."""
        while self._is_listening and self._connection.poll():
            self._receive()
        return self._problem

    def last_answer(self, stall_seconds: float, progress: Progress | None) -> Reply:
        """Wait for the answer to the last request of all, after which the process ends."""
        reply = self.answer(stall_seconds, progress)
        self._is_listening = False
        return reply

    def answer(self, stall_seconds: float, progress: Progress | None) -> Reply:
        """Wait for the answer to the last request, as long as others get done; call ``progress(n_done, n_sent)``.

        Gives up once ``stall_seconds`` pass without anything done.
        """
        n_done, last_change = -1, time.monotonic()
        while self._problem is None:
            if self._connection.poll(POLL_SECONDS) and not isinstance(answer := self._receive(), Delay):
                return answer
            if self._n_done.value != n_done:
                n_done, last_change = self._n_done.value, time.monotonic()
                if progress is not None:
                    progress(n_done, self._n_sent)
            if time.monotonic() - last_change > stall_seconds:
                self._problem = Problem(f"nothing was written for {stall_seconds:g} seconds{self._delayed_by}")
        return self._problem

    def stop(self, patience_seconds: float) -> None:
        """Let the process end by itself within ``patience_seconds``, else kill it; release what was held."""
        self._is_listening = False
        try:
            self._process.join(patience_seconds)
        finally:
            self._process.kill()
            self._process.join()
            self._release()

    def _release(self) -> None:
        self._process.close()
        self._queue.put(None)
        self._sender.join(EXIT_SECONDS)
        self._connection.close()

    def _receive(self) -> Message:
        """Return what the process sent, or what its death means; a problem is remembered and is the last."""
        try:
            reply: Message = self._connection.recv()
        except (EOFError, OSError):
            self._process.join(EXIT_SECONDS)
            reply = Problem(f"the process that writes to MLflow died (exit code {self._process.exitcode})")
        if isinstance(reply, Problem):
            self._is_listening, self._problem = False, reply
        if isinstance(reply, Delay):
            self._delayed_by = f" ({reply.reason})"
        return reply

    def _send_queued(self) -> None:
        for message in iter(self._queue.get, None):
            try:
                self._connection.send_bytes(message)
            except OSError:  # the process is gone; `problem` says why
                return
