"""From an interval to a verdict."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from undefault.records import FloatArray, Verdict
from undefault.verdicts.judgement import judge
from undefault.verdicts.rule import Rule
from undefault.verdicts.unseen import unseen_reach

SHAPES = st.tuples(st.integers(2, 8), st.integers(2, 8))


def _drawn(shape: tuple[int, int], seed: int, mean: float) -> FloatArray:
    return np.random.default_rng(seed).normal(mean, 0.3, shape)


REGRETS = st.builds(_drawn, SHAPES, st.integers(0, 2**31), st.floats(-0.5, 0.5))
PARTS = st.tuples(st.floats(0, 0.5), st.floats(0.01, 0.2), st.sampled_from([0.0, 0.1, 0.5]), st.booleans())


def rule_for(regrets: FloatArray, parts: tuple[float, float, float, bool]) -> Rule:
    """Return a rule whose last look, or last but one, is at the seeds there are."""
    margin, alpha, apart, is_last = parts
    return Rule(margin, alpha, (len(regrets),) if is_last else (len(regrets), 2 * len(regrets)), apart)


@given(REGRETS, PARTS)
def test_a_verdict_is_reached_exactly_where_the_p_value_is_below_alpha(
    regrets: FloatArray, parts: tuple[float, float, float, bool]
) -> None:
    rule = rule_for(regrets, parts)
    judgement = judge(regrets, rule)
    assume(abs(judgement.p_value / rule.alpha - 1) > 1e-9)
    assert (judgement.verdict is not Verdict.UNDECIDED) == (judgement.p_value < rule.alpha)


@given(REGRETS, PARTS)
def test_a_verdict_is_on_the_side_of_the_whole_interval(
    regrets: FloatArray, parts: tuple[float, float, float, bool]
) -> None:
    rule = rule_for(regrets, parts)
    judgement = judge(regrets, rule)
    assert (judgement.verdict is Verdict.FAILS) == (judgement.interval.low > rule.margin)
    assert (judgement.verdict is Verdict.HOLDS) == (judgement.interval.high < rule.margin)


@given(REGRETS, st.floats(0, 0.5))
def test_more_looks_never_turn_an_undecided_task_into_a_verdict(regrets: FloatArray, margin: float) -> None:
    now = len(regrets)
    often, once = (judge(regrets, Rule(margin, 0.05, looks)) for looks in ((now, now + 5, now + 9), (now,)))
    assert often.verdict in (once.verdict, Verdict.UNDECIDED)
    assert often.p_value >= once.p_value
    assert often.interval.low < once.interval.low


@given(REGRETS, PARTS)
def test_the_interval_that_decides_is_never_narrower_than_that_of_a_fixed_number_of_seeds(
    regrets: FloatArray, parts: tuple[float, float, float, bool]
) -> None:
    judgement = judge(regrets, rule_for(regrets, parts))
    assert judgement.interval.low <= judgement.fixed.low
    assert judgement.fixed.high <= judgement.interval.high


@given(REGRETS, PARTS, st.floats(0.1, 1))
def test_a_kind_that_may_be_further_apart_never_turns_an_undecided_task_into_a_verdict(
    regrets: FloatArray, parts: tuple[float, float, float, bool], further: float
) -> None:
    rule = rule_for(regrets, parts)
    near, far = judge(regrets, rule), judge(regrets, replace(rule, apart=rule.apart + further))
    assert far.verdict in (near.verdict, Verdict.UNDECIDED)
    assert far.p_value >= near.p_value


@given(REGRETS, PARTS)
def test_seeds_needed_are_given_for_undecided_tasks_alone_and_are_more_than_there_are(
    regrets: FloatArray, parts: tuple[float, float, float, bool]
) -> None:
    judgement = judge(regrets, rule_for(regrets, parts))
    if judgement.verdict is not Verdict.UNDECIDED:
        assert judgement.n_seeds_needed is None
    elif judgement.n_seeds_needed is not None:
        assert judgement.n_seeds_needed > judgement.interval.n_seeds


@pytest.mark.parametrize(("regret", "verdict"), [(0.2, Verdict.FAILS), (0.0, Verdict.HOLDS), (0.05, Verdict.UNDECIDED)])
def test_equal_regrets_are_judged_without_doubt_where_no_kind_of_seeds_can_be_unseen(
    regret: float, verdict: Verdict
) -> None:
    judgement = judge(np.full((4, 6), regret), Rule(0.05, 0.05, (4,), apart=0.0))
    assert judgement.verdict is verdict
    assert (judgement.p_value > 0.05) == (verdict is Verdict.UNDECIDED)


def test_equal_regrets_of_few_seeds_decide_no_more_than_an_unseen_kind_leaves_open() -> None:
    """Half a skill apart, an unseen kind could move 10 seeds' mean by 0.15: 0.19 is too near to 0.05, 0.21 is not."""
    rule = Rule(0.05, 0.05, (10,))
    assert unseen_reach(10, apart=0.5, alpha=0.025) == pytest.approx(0.1542, abs=1e-4)
    assert judge(np.full((10, 6), 0.19), rule).verdict is Verdict.UNDECIDED
    assert judge(np.full((10, 6), 0.21), rule).verdict is Verdict.FAILS


def test_the_p_value_of_equal_regrets_is_the_chance_to_miss_the_kind_that_would_matter() -> None:
    """Regret 0.15, margin 0.05: a kind half a skill apart matters from a share of 0.2; 20 seeds miss it: 2 * 0.8^20."""
    judgement = judge(np.full((20, 6), 0.15), Rule(0.05, 0.05, (20,)))
    assert judgement.p_value == pytest.approx(2 * 0.8**20, rel=1e-6)


def test_no_number_of_seeds_is_named_where_the_test_rows_leave_it_open() -> None:
    """All seeds agree, and the rows, 0 or 0.4, are on both sides of the margin."""
    regrets = np.tile([0.0, 0.4, 0.0, 0.4], (5, 1))
    judgement = judge(regrets, Rule(0.15, 0.05, (5,)))
    assert (judgement.verdict, judgement.n_seeds_needed, judgement.cap) == (Verdict.UNDECIDED, None, 5)


def test_the_seeds_needed_are_those_that_decide() -> None:
    """Seed means 0 and 0.2 alternate around 0.1, 0.05 from the margin: variance 0.01 * 8/7, Student's 7 degrees."""
    few = judge(np.repeat([[0.0], [0.2]] * 4, 3, axis=1), Rule(0.05, 0.05, (8,), apart=0.0))
    assert few.verdict is Verdict.UNDECIDED
    assert few.n_seeds_needed == int(np.ceil(stats.t.ppf(0.975, 7) ** 2 * (0.01 * 8 / 7) / 0.05**2))
    enough = Rule(0.05, 0.05, (few.n_seeds_needed,), apart=0.0)
    assert judge(np.repeat([[0.0], [0.2]] * 13, 3, axis=1), enough).verdict is Verdict.FAILS


def test_a_number_of_seeds_that_is_no_look_is_refused() -> None:
    with pytest.raises(ValueError, match=r"n_seeds must be one of the looks \(8, 16\), got 5"):
        judge(np.zeros((5, 3)), Rule(0.05, 0.05, (8, 16)))
