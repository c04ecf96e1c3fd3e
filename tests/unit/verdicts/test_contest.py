"""A default against a challenger."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import Verdict
from undefault.verdicts.contest import Contest, Gain, gain
from undefault.verdicts.interval import Interval
from undefault.verdicts.judgement import Judgement
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored

RULE = Rule(margin=0.05, alpha=0.05, looks=(4,), apart=0.01)
BOUNDS = st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(sorted)


def judged(low: float, high: float, *, reachable: float = 0.0) -> Contest:
    interval = Interval((low + high) / 2, low, high, 8, 0.1, 0.1, 7, 0)
    return Contest(
        "adam", 0, 1, judgement=Judgement(Verdict.UNDECIDED, interval, interval, 0.5, reachable, None, cap=8)
    )


def rows(loss: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return per-row losses of 4 seeds and 5 rows near ``loss``."""
    return loss + 0.001 * np.arange(20.0).reshape(4, 5)


@pytest.mark.parametrize(
    ("default", "verdict"), [(0.9, Verdict.FAILS), (0.3, Verdict.HOLDS), (0.1, Verdict.HOLDS), (0.36, Verdict.FAILS)]
)
def test_the_default_fails_where_the_challenger_has_more_skill(
    make_scored: Callable[..., Scored], default: float, verdict: Verdict
) -> None:
    own, tuned = (make_scored(np.ones((4, 2)), test_loss=rows(loss)) for loss in (default, 0.3))
    judgement = Contest("adam", 0, 1).judged(own, tuned, RULE).judgement
    assert judgement is not None
    assert judgement.verdict is verdict
    assert judgement.interval.mean == pytest.approx(default - 0.3)


def test_a_setting_against_itself_holds(make_scored: Callable[..., Scored]) -> None:
    """At the first look, for no kind of seeds can be unseen; two settings of equal losses must wait for more."""
    own, rule = make_scored(np.ones((4, 2)), test_loss=rows(0.5)), Rule(0.05, 0.05, (4, 40), apart=0.5)
    contest = Contest("adam", 0, 0).judged(own, own, rule)
    assert Contest("adam", 0, 1).judged(own, own, rule).is_open(level=rule.alpha)
    assert contest.judgement is not None
    assert contest.judgement.verdict is Verdict.HOLDS
    assert gain(contest, RULE.margin) is Gain.NO_DIFFERENCE
    assert not contest.is_open(level=1e-6)


def test_a_contest_is_open_until_its_p_value_is_as_low_as_asked_for() -> None:
    assert Contest("adam", 0, 1).is_open(level=1)
    assert judged(-1, 1).is_open(level=0.49)
    assert not judged(-1, 1).is_open(level=0.5)


def test_a_contest_that_more_seeds_could_not_be_hoped_to_decide_is_not_open() -> None:
    assert judged(-1, 1, reachable=0.04).is_open(level=0.05)
    assert not judged(-1, 1, reachable=0.06).is_open(level=0.05)


def test_a_verdict_stands_although_later_seeds_leave_it_open(make_scored: Callable[..., Scored]) -> None:
    """Four seeds that agree say `fails`; of eight, half of them the other way, nothing follows."""
    rule = Rule(0.05, 0.05, (4, 8), apart=0.01)
    tuned, own = np.tile(rows(0.3), (2, 1)), np.concatenate([rows(0.9), rows(0.1)])
    default, challenger = (make_scored(np.ones((8, 2)), test_loss=loss) for loss in (own, tuned))
    first = Contest("adam", 0, 1).judged(default.first(4), challenger.first(4), rule)
    assert first.judgement is not None
    assert first.judgement.verdict is Verdict.FAILS
    later = first.judged(default, challenger, rule).judgement
    assert later is not None
    assert replace(later, reachable_p_value=first.judgement.reachable_p_value) == first.judgement
    fresh = Contest("adam", 0, 1).judged(default, challenger, rule)
    assert fresh.judgement is not None
    assert fresh.judgement.verdict is Verdict.UNDECIDED


def test_later_seeds_speak_where_they_make_a_verdict_surer(make_scored: Callable[..., Scored]) -> None:
    rule = Rule(0.05, 0.05, (4, 8), apart=0.1)
    default, challenger = (make_scored(np.ones((8, 2)), test_loss=np.tile(rows(loss), (2, 1))) for loss in (0.9, 0.3))
    first = Contest("adam", 0, 1).judged(default.first(4), challenger.first(4), rule)
    later = first.judged(default, challenger, rule)
    assert first.judgement is not None
    assert later.judgement is not None
    assert (first.judgement.interval.n_seeds, later.judgement.interval.n_seeds) == (4, 8)
    assert later.judgement.p_value <= first.judgement.p_value


@given(BOUNDS)
def test_helping_and_harming_mirror_each_other(bounds: list[float]) -> None:
    low, high = bounds
    mirror = {Gain.HELPS: Gain.HARMS, Gain.HARMS: Gain.HELPS}
    there, back = gain(judged(low, high), 0.05), gain(judged(-high, -low), 0.05)
    assert back is mirror.get(there, there)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.06, 0.2, Gain.HELPS),
        (-0.2, -0.06, Gain.HARMS),
        (-0.04, 0.04, Gain.NO_DIFFERENCE),
        (0.0, 0.2, Gain.UNDECIDED),
        (-0.2, 0.2, Gain.UNDECIDED),
    ],
)
def test_a_gain_is_what_its_whole_interval_says(low: float, high: float, expected: Gain) -> None:
    assert gain(judged(low, high), 0.05) is expected


def test_a_gain_before_the_first_look_is_refused() -> None:
    with pytest.raises(ValueError, match="a contest that was judged was expected"):
        gain(Contest("adam", 0, 1), 0.05)
