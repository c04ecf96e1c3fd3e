"""Code of the user's ends in time: interrupted, interrupted again, and at last with the program."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from undefault.engine.time_limit import TimeLimitError, time_limit

STUBBORN = """
import time
from undefault.engine import time_limit as limits

limits.NAG_SECONDS = 0.05
with limits.time_limit(0.05):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass
"""


def test_code_that_takes_too_long_is_interrupted() -> None:
    begun = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"longer than 0\.05 seconds"), time_limit(0.05):
        time.sleep(60)
    assert time.monotonic() - begun < 30


def test_code_that_is_done_in_time_is_left_alone_afterwards() -> None:
    with time_limit(0.05):
        pass
    time.sleep(0.1)


def test_an_alarm_and_its_handler_are_as_they_were() -> None:
    handler, before = signal.getsignal(signal.SIGALRM), signal.setitimer(signal.ITIMER_REAL, 1000, 7)
    with time_limit(5):
        assert signal.getitimer(signal.ITIMER_REAL)[0] <= 5
    left, interval = signal.setitimer(signal.ITIMER_REAL, *before)
    assert 900 < left <= 1000
    assert interval == 7
    assert signal.getsignal(signal.SIGALRM) is handler


def test_a_thread_that_gets_no_signals_is_not_limited() -> None:
    ended: list[bool] = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.1)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]


def test_code_that_catches_every_interrupt_ends_with_the_program_and_one_line() -> None:
    done = subprocess.run([sys.executable, "-c", STUBBORN], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert done.stderr == (
        "error: code of your own must end: it took longer than 0.05 seconds, and catches what interrupts it; mend it\n"
    )
