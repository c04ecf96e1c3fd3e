"""From an interval to a verdict."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from undefault.records import FloatArray, Verdict
from undefault.verdicts.judgement import Rule, judge

SHAPES = st.tuples(st.integers(2, 8), st.integers(2, 8))


def _drawn(shape: tuple[int, int], seed: int, mean: float) -> FloatArray:
    return np.random.default_rng(seed).normal(mean, 0.3, shape)


REGRETS = st.builds(_drawn, SHAPES, st.integers(0, 2**31), st.floats(-0.5, 0.5))
RULES = st.builds(Rule, margin=st.floats(0, 0.5), alpha=st.floats(0.01, 0.2), n_looks=st.integers(1, 4))


@given(REGRETS, RULES)
def test_a_verdict_is_reached_exactly_where_the_p_value_is_below_alpha(regrets: FloatArray, rule: Rule) -> None:
    judgement = judge(regrets, rule)
    assume(abs(judgement.p_value - rule.alpha) > 1e-9)
    assert (judgement.verdict is not Verdict.UNDECIDED) == (judgement.p_value < rule.alpha)


@given(REGRETS, RULES)
def test_a_verdict_is_on_the_side_of_the_whole_interval(regrets: FloatArray, rule: Rule) -> None:
    judgement = judge(regrets, rule)
    assert (judgement.verdict is Verdict.FAILS) == (judgement.interval.low > rule.margin)
    assert (judgement.verdict is Verdict.HOLDS) == (judgement.interval.high < rule.margin)


@given(REGRETS, st.floats(0, 0.5))
def test_more_looks_never_turn_an_undecided_task_into_a_verdict(regrets: FloatArray, margin: float) -> None:
    often, once = (judge(regrets, Rule(margin, 0.05, n_looks)) for n_looks in (3, 1))
    assert often.verdict in (once.verdict, Verdict.UNDECIDED)
    assert often.p_value >= once.p_value
    assert often.interval.low < once.interval.low


@given(REGRETS, RULES)
def test_seeds_needed_are_given_for_undecided_tasks_alone_and_are_more_than_there_are(
    regrets: FloatArray, rule: Rule
) -> None:
    judgement = judge(regrets, rule)
    if judgement.verdict is not Verdict.UNDECIDED:
        assert judgement.n_seeds_needed is None
    elif judgement.n_seeds_needed is not None:
        assert judgement.n_seeds_needed > judgement.interval.n_seeds


@pytest.mark.parametrize(("regret", "verdict"), [(0.2, Verdict.FAILS), (0.0, Verdict.HOLDS), (0.05, Verdict.UNDECIDED)])
def test_equal_regrets_are_judged_without_doubt(regret: float, verdict: Verdict) -> None:
    judgement = judge(np.full((4, 6), regret), Rule(0.05, 0.05, 3))
    assert judgement.verdict is verdict
    assert judgement.p_value == pytest.approx(float(verdict is Verdict.UNDECIDED), abs=1e-12)


def test_no_number_of_seeds_is_named_where_the_test_rows_leave_it_open() -> None:
    """All seeds agree, and the rows, 0 or 0.4, are on both sides of the margin."""
    regrets = np.tile([0.0, 0.4, 0.0, 0.4], (5, 1))
    judgement = judge(regrets, Rule(0.15, 0.05, 1))
    assert (judgement.verdict, judgement.n_seeds_needed) == (Verdict.UNDECIDED, None)


def test_the_seeds_needed_are_those_that_decide() -> None:
    """Seed means 0 and 0.2 alternate around 0.1: variance 0.2^2/4 * n/(n-1), distance 0.05 from the margin."""
    rule = Rule(0.05, 0.05, 1)
    few = judge(np.repeat([[0.0], [0.2]] * 4, 3, axis=1), rule)
    assert few.verdict is Verdict.UNDECIDED
    assert few.n_seeds_needed == pytest.approx(1.96**2 * (0.01 * 8 / 7) / 0.05**2, abs=1)
    assert judge(np.repeat([[0.0], [0.2]] * 12, 3, axis=1), rule).verdict is Verdict.FAILS
