"""Nights have numbers and seeds of their own; the last unfinished one goes on; the oldest are dropped."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from undefault.nights import Night, next_night, to_drop

DAY = date(2026, 11, 26)
numbers = st.lists(st.integers(1, 20_000), unique=True, max_size=12)


@given(number=st.integers(1, 99_999), day=st.dates(date(1000, 1, 1)))
def test_a_night_is_read_back_from_its_sweep(number: int, day: date) -> None:
    assert Night.from_sweep_id(Night(number, day).sweep_id) == Night(number, day)


def test_other_sweeps_are_no_nights() -> None:
    for sweep_id in ("20261126-012345-night-0a1b", "night-1-2026-11-26", "night-0001-2026-11-26-again", "", ".latest"):
        assert Night.from_sweep_id(sweep_id) is None


def test_a_thousand_nights_have_a_thousand_seeds() -> None:
    assert len({Night(number, DAY).seed(0) for number in range(1000)}) == 1000
    assert Night(1, DAY).seed(0) == Night(1, DAY + timedelta(days=9)).seed(0)
    assert Night(1, DAY).seed(0) != Night(1, DAY).seed(1)


@given(finished=numbers)
def test_after_finished_nights_a_new_one_begins(finished: list[int]) -> None:
    ids = [Night(number, DAY).sweep_id for number in finished]
    night, goes_on = next_night([*ids, "a-sweep"], ids, DAY)
    assert (night.number, night.day, goes_on) == (max(finished, default=0) + 1, DAY, False)


@given(finished=numbers)
def test_a_night_that_was_interrupted_goes_on_under_its_own_day(finished: list[int]) -> None:
    ids = [Night(number, DAY).sweep_id for number in finished]
    interrupted = Night(max(finished, default=0) + 1, DAY)
    night, goes_on = next_night([*ids, interrupted.sweep_id], ids, DAY + timedelta(days=1))
    assert (night, goes_on) == (interrupted, True)


@given(there=numbers, keep=st.integers(1, 20))
def test_the_newest_nights_are_kept_and_what_is_no_night(there: list[int], keep: int) -> None:
    ids = [Night(number, DAY).sweep_id for number in there]
    dropped = to_drop([*ids, "20261126-012345-default-0a1b2c3d"], keep=keep)
    assert dropped == [Night(number, DAY).sweep_id for number in sorted(there)[: max(len(there) - keep, 0)]]
