"""Work beside a sweep is done in order, and none is left behind."""

import threading

import pytest

from undefault.aside import InTurn, one_thread


def test_work_in_turn_is_done_when_it_was_submitted() -> None:
    done: list[int] = []
    future = InTurn().submit(done.append, 1)
    assert (done, future.done()) == ([1], True)


def test_an_error_in_turn_is_raised_at_once() -> None:
    with pytest.raises(ZeroDivisionError):
        InTurn().submit(divmod, 1, 0)


def test_work_in_the_thread_is_done_in_order_and_by_the_end() -> None:
    done: list[tuple[int, bool]] = []
    with one_thread() as thread:
        for number in range(20):
            thread.submit(lambda n: done.append((n, threading.current_thread() is threading.main_thread())), number)
    assert done == [(number, False) for number in range(20)]


def test_an_error_beside_the_thread_drops_what_was_not_begun() -> None:
    done: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        go.wait(60)
        done.append(1)

    def work() -> None:
        with one_thread() as thread:
            thread.submit(first)
            later = thread.submit(done.append, 2)
            begun.wait(60)
            assert not later.done()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    go.set()
    assert 2 not in done
