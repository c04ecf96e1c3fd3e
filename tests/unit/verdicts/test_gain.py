"""What a remedy does, from where its interval lies."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import Verdict
from undefault.verdicts.contest import Contest
from undefault.verdicts.gain import Gain, family_gains, judge_gain
from undefault.verdicts.interval import Interval
from undefault.verdicts.judgement import Judgement, judge, reached
from undefault.verdicts.rule import Rule

MARGIN = 0.05
BOUNDS = st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(sorted)


def contest(low: float, high: float, *, p_value: float = 0.01) -> Contest:
    """Return a remedy whose gain was found to be between the bounds."""
    interval = Interval((low + high) / 2, low, high, 8, 0.1, 0.1, 7, 0)

    def against(margin: float) -> Judgement:
        verdict = Verdict(str(reached(np.array(low), np.array(high), margin=margin)))
        return Judgement(verdict, interval, interval, p_value, p_value, None, cap=8)

    return Contest("adam", 0, 1, remedy="slow", judgement=against(MARGIN), lower=against(-MARGIN))


@given(BOUNDS)
def test_helping_and_harming_mirror_each_other(bounds: list[float]) -> None:
    low, high = bounds
    mirror = {Gain.HELPS: Gain.HARMS, Gain.HARMS: Gain.HELPS}
    there, back = judge_gain(contest(low, high)).gain, judge_gain(contest(-high, -low)).gain
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
    assert judge_gain(contest(low, high)).gain is expected


def test_a_gain_before_the_first_look_is_refused() -> None:
    with pytest.raises(ValueError, match="a contest of a remedy that was judged was expected"):
        judge_gain(Contest("adam", 0, 1, remedy="slow"))


def test_what_two_looks_have_in_common_is_the_interval() -> None:
    early, late = contest(-0.2, 0.04), contest(-0.3, 0.02)
    found = judge_gain(replace(early, lower=late.lower))
    assert (found.low, found.high) == (-0.2, 0.02)


def test_more_remedies_make_the_family_stricter_and_the_default_itself_takes_no_part() -> None:
    helping = contest(0.06, 0.2, p_value=0.01)
    itself = replace(contest(0.0, 0.0), challenger=0)
    assert family_gains([helping, *[itself] * 20], alpha=0.05) == [Gain.HELPS, *[Gain.NO_DIFFERENCE] * 20]
    assert family_gains([helping] * 5, alpha=0.05) == [Gain.HELPS] * 5
    assert family_gains([helping, *[contest(-0.2, 0.2)] * 5], alpha=0.05)[0] is Gain.UNDECIDED


def test_a_remedy_without_effect_is_hardly_ever_said_to_help_or_harm_on_any_task() -> None:
    """With the true gain at either margin, 300 families of 5 contests; at 5 % it fails by chance 1 in 1e5."""
    rng, rule = np.random.default_rng(5), Rule(MARGIN, 0.05, (20,), apart=0.0)
    wrong = 0
    for number in range(300):
        gain = MARGIN * (1 if number % 2 else -1)
        noise = gain + 0.05 * rng.standard_normal((5, 20, 1)) + 0.2 * rng.standard_normal((5, 1, 30))
        family = [
            Contest("adam", 0, 1, "slow", judge(rows, rule), judge(rows, replace(rule, margin=-MARGIN)))
            for rows in noise + 0.05 * rng.standard_normal((5, 20, 30))
        ]
        wrong += any(said in (Gain.HELPS, Gain.HARMS) for said in family_gains(family, alpha=0.05))
    assert wrong <= 32
