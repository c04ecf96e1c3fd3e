"""A limit on the time that code of the user's may take."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

NAG_SECONDS = 1.0  # code that catches what interrupts it is interrupted again,
MOST_NAGS = 5  # this often, and then the program ends
EXIT_CODE = 2


class TimeLimitError(BaseException):
    """Some code took longer than it may; no ``except Exception`` of its own stops this."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeLimitError` in the code within, once it has taken ``seconds``; end the program where it goes on.

    Python hands signals to the main thread alone, and between two of its own steps: code in another thread, or
    in a library that never returns to Python, is not limited. A timer that somebody else has set runs on afterwards.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    n_nags = 0

    def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
        nonlocal n_nags
        n_nags += 1
        why = f"it took longer than {seconds:g} seconds"
        if n_nags > MOST_NAGS:
            os.write(2, f"error: code of your own must end: {why}, and catches what interrupts it; mend it\n".encode())
            os._exit(EXIT_CODE)
        raise TimeLimitError(why)

    handler = signal.signal(signal.SIGALRM, interrupt)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, NAG_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)
