"""A deadline leaves time for the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.deadline import LEAST_RESERVE_SECONDS, RESERVED_SHARE, Deadline
from undefault.errors import DeadlineError


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@given(minutes=st.floats(1, 1e6), share=st.floats(0, 2))
def test_work_may_begin_until_the_reserve_is_reached(minutes: float, share: float) -> None:
    clock = Clock()
    deadline = Deadline(minutes, now=clock)
    clock.seconds += share * 60 * minutes
    left = 60 * minutes * (1 - share)
    reserve = max(RESERVED_SHARE * 60 * minutes, LEAST_RESERVE_SECONDS)
    if abs(left - reserve) > 1e-6 * 60 * minutes:
        assert deadline.is_past == (left < reserve)


def test_work_that_would_begin_too_late_is_refused_with_the_deadline() -> None:
    clock = Clock()
    deadline = Deadline(10, now=clock)
    deadline.require_time()
    clock.seconds += 541
    with pytest.raises(DeadlineError, match="the deadline of 10 minutes leaves no more time"):
        deadline.require_time()


def test_without_minutes_there_is_always_time() -> None:
    clock = Clock()
    deadline = Deadline(now=clock)
    clock.seconds = 1e300
    deadline.require_time()
