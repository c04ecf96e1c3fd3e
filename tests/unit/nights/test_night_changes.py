"""What changed between two nights, and what it may come from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from undefault.nights.changes import Cause, Change, Kind, are_comparable, cause_between, compare_nights

FACTS: dict[str, Any] = {
    "data": {"wine": "01"},
    "config": {"task": {"epochs": 3}, "seed": 1, "tracking": {"uri": "a"}},
    "versions": {"keras": "3.15"},
    "commit": "abc",
    "wall_seconds": {"total": 100.0},
}


def facts(**changed: Any) -> Mapping[str, Any]:
    return {**FACTS, **changed}


def night(verdict: str, modes: str = "") -> pd.DataFrame:
    return pd.DataFrame({"study": ["wine"], "optimizer": ["sgd"], "verdict": [verdict], "failure_modes": [modes]})


def changes(before: pd.DataFrame, after: pd.DataFrame, now: Mapping[str, Any] = FACTS) -> list[Change]:
    same = night("undecided")
    return compare_nights((FACTS, now), (before, after), (same, same))


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({}, Cause.NOISE),
        ({"commit": "def"}, Cause.CODE),
        ({"versions": {"keras": "3.16"}, "commit": "def"}, Cause.ENVIRONMENT),
        ({"config": {**FACTS["config"], "task": {"epochs": 4}}, "versions": {}}, Cause.SPACE),
        ({"data": {"wine": "02"}, "config": {}}, Cause.DATA),
        ({"config": {**FACTS["config"], "seed": 2, "tracking": {"uri": "b"}}}, Cause.NOISE),
    ],
)
def test_the_first_cause_that_applies_is_given(changed: dict[str, Any], cause: Cause) -> None:
    assert cause_between(FACTS, facts(**changed)) is cause
    assert are_comparable(FACTS, facts(**changed)) == (cause in (Cause.NOISE, Cause.CODE))


@pytest.mark.parametrize(
    ("was", "now", "flips"),
    [
        ("fails", "holds", 1),
        ("holds", "fails", 1),
        ("fails", "fails", 0),
        ("fails", "undecided", 0),
        ("undecided", "holds", 0),
    ],
)
def test_only_fails_and_holds_flip(was: str, now: str, flips: int) -> None:
    found = changes(night(was), night(now), facts(commit="def"))
    assert [(one.kind, one.cause) for one in found] == [(Kind.FLIPPED, Cause.CODE)] * flips
    assert all(one.is_of_verdicts for one in found)


def test_what_all_nights_decide_or_no_longer_decide_is_told() -> None:
    for was, now, kind in (("undecided", "fails", Kind.DECIDED), ("holds", "undecided", Kind.REOPENED)):
        found = compare_nights((FACTS, FACTS), (night("fails"), night("fails")), (night(was), night(now)))
        assert [(one.kind, one.before, one.after) for one in found] == [(kind, was, now)]


def test_a_new_failure_mode_of_what_fails_is_told_and_a_lost_one_is_not() -> None:
    found = changes(night("fails", "stalled"), night("fails", "diverged;stalled"))
    assert [(one.kind, one.before, one.after) for one in found] == [(Kind.FAILURE_MODE, "stalled", "diverged; stalled")]
    assert not found[0].is_of_verdicts
    assert changes(night("fails", "diverged;stalled"), night("fails", "stalled")) == []
    assert changes(night("holds"), night("holds", "stalled")) == []


def test_a_night_that_took_half_as_long_again_is_told() -> None:
    slow = changes(night("fails"), night("fails"), facts(wall_seconds={"total": 151.0}))
    assert [(one.kind, one.before, one.after) for one in slow] == [(Kind.SLOWER, "100 s", "151 s")]
    assert changes(night("fails"), night("fails"), facts(wall_seconds={"total": 149.0})) == []


def test_tasks_that_one_night_lacks_are_no_change() -> None:
    other = night("fails").assign(study="iris")
    assert changes(night("holds"), other) == []
