"""Interrupts that wait for the work in hand."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import FrameType
from typing import final

INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def finishing(seconds: float) -> Iterator[None]:
    """Let the work within end before SIGINT or SIGTERM take effect, but not after ``seconds`` or when they come again.

    Outside of the main thread, which alone gets signals, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = _Held(seconds)
    try:
        yield
    finally:
        held.restore()
    held.take_effect()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back SIGINT while a process is started, so that Ctrl-C cannot hit a child that is too young to ignore it."""
    resource_tracker.ensure_running()  # started later, it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@final
class _Held:
    """Takes the place of the handlers of interrupts, and remembers the first one."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._number: int | None = None
        self._timer: threading.Timer | None = None
        self._before = {number: signal.signal(number, self._hold) for number in INTERRUPTS}

    def _hold(self, number: int, frame: FrameType | None) -> None:
        if self._number is not None:
            self.restore()
            self.take_effect(frame)
            return
        self._number = number
        print(f"finishing the batch in hand, for {self._seconds:g} s at most", file=sys.stderr)  # noqa: T201
        self._timer = threading.Timer(self._seconds, os.kill, (os.getpid(), number))
        self._timer.daemon = True
        self._timer.start()

    def restore(self) -> None:
        """Give interrupts back to their handlers."""
        if self._timer is not None:
            self._timer.cancel()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def take_effect(self, frame: FrameType | None = None) -> None:
        """Do what the interrupt that was held would have done, if there was one."""
        if self._number is None:
            return
        number, self._number = self._number, None
        handler = self._before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)
        else:
            os.kill(os.getpid(), number)
