"""Errors carry the exit code of their kind, and name the nearest known word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.errors import ConfigError, DataError, LockedError, NetworkError, OutputError, UndefaultError, nearest

WORDS = ["learning_rate", "momentum", "patience", "batch_size"]


@pytest.mark.parametrize("error", [ConfigError, DataError, NetworkError, OutputError])
def test_bad_requests_exit_with_2(error: type[UndefaultError]) -> None:
    assert error("why").exit_code == 2


def test_a_lock_that_is_held_exits_with_75() -> None:
    assert LockedError("why").exit_code == 75


@given(st.sampled_from(WORDS), st.data())
def test_a_word_with_one_letter_left_out_is_recognized(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    assert nearest(word[:at] + word[at + 1 :], WORDS) == f"; did you mean {word!r}?"


def test_nothing_is_suggested_for_a_word_unlike_all() -> None:
    assert nearest("zzz", WORDS) == ""


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert nearest("adam", []) == ""
