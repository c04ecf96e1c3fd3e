"""Interrupts wait for the work in hand, but not for long, and not twice."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from undefault.interrupts import finishing


@pytest.fixture(autouse=True)
def _as_in_a_program() -> Iterator[None]:
    """Let SIGINT raise `KeyboardInterrupt`, also in a process that was started to ignore it, as pytest-xdist's are."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


def test_work_ends_before_an_interrupt_takes_effect() -> None:
    done = []

    def work() -> None:
        interrupt()
        done.append("work")

    with pytest.raises(KeyboardInterrupt), finishing(30):
        work()
    assert done == ["work"]


def test_a_second_interrupt_takes_effect_at_once() -> None:
    done = []

    def work() -> None:
        interrupt()
        interrupt()
        done.append("work")

    with pytest.raises(KeyboardInterrupt), finishing(30):
        work()
    assert done == []


def test_an_interrupt_waits_no_longer_than_it_may() -> None:
    begun = time.monotonic()

    def work() -> None:
        interrupt()
        time.sleep(30)

    with pytest.raises(KeyboardInterrupt), finishing(0.05):
        work()
    assert time.monotonic() - begun < 20


def test_what_takes_effect_is_what_handles_the_signal_outside() -> None:
    taken = []
    before = signal.signal(signal.SIGTERM, lambda number, _: taken.append(number))
    try:
        with finishing(30):
            interrupt(signal.SIGTERM)
            assert taken == []
        assert taken == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_without_an_interrupt_handlers_are_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with finishing(30):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_of_the_work_is_raised_and_the_interrupt_with_it_is_dropped_for_it_ends_all_the_same() -> None:
    def work() -> None:
        interrupt()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), finishing(30):
        work()


def test_another_thread_works_as_without() -> None:
    done = []

    def work() -> None:
        with finishing(30):
            done.append("work")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["work"]
