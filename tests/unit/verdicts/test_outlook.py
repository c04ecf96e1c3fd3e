"""What the missing seeds could be hoped to change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.records import FloatArray
from undefault.verdicts.judgement import judge
from undefault.verdicts.layout import two_way_layout
from undefault.verdicts.outlook import REACH, outlook
from undefault.verdicts.rule import Rule

RULE = Rule(0.05, 0.05, (10, 20, 40))


def drawn(seed: int, n_seeds: int, *, mean: float = 0.05, by_seed: float = 0.1, by_row: float = 0.1) -> FloatArray:
    rng = np.random.default_rng(seed)
    noise = 0.01 * rng.normal(size=(n_seeds, 30))
    return mean + by_seed * rng.normal(size=(n_seeds, 1)) + by_row * rng.normal(size=30) + noise


@given(seed=st.integers(0, 99), n_seeds=st.sampled_from(RULE.looks))
def test_the_two_outlooks_lie_alike_around_the_mean_and_meet_at_the_cap(seed: int, n_seeds: int) -> None:
    layout = two_way_layout(drawn(seed, n_seeds))
    down, up = outlook(layout, RULE)
    assert down.n_seeds == up.n_seeds == RULE.cap
    assert (down.mean + up.mean) / 2 == pytest.approx(layout.mean)
    assert (up.mean - down.mean > 0) == (n_seeds < RULE.cap)


def test_the_mean_moves_by_2_5_times_the_deviation_that_the_missing_seeds_allow() -> None:
    """10 of 40 seeds whose variance is 0.01: sqrt(0.01 * (1/10 - 1/40)) = 0.0274, times 2.5."""
    layout = two_way_layout(drawn(0, 10))
    _, up = outlook(layout, RULE)
    expected = REACH * np.sqrt(layout.seed_variance * (1 / 10 - 1 / 40))
    assert up.mean - layout.mean == pytest.approx(expected)


def test_at_the_cap_nothing_but_the_p_value_itself_can_be_reached() -> None:
    said = judge(drawn(1, RULE.cap), RULE)
    assert said.reachable_p_value == pytest.approx(said.p_value)


def test_where_the_rows_alone_leave_it_open_no_seeds_are_hoped_for() -> None:
    noisy_rows = judge(drawn(2, 20, by_seed=0.001, by_row=1.0), RULE)
    noisy_seeds = judge(drawn(2, 20, mean=0.15, by_seed=0.3, by_row=0.01), RULE)
    assert noisy_rows.reachable_p_value > RULE.alpha
    assert noisy_seeds.reachable_p_value < RULE.alpha


def test_the_first_of_several_looks_gives_nothing_up() -> None:
    first = judge(drawn(2, 10, by_seed=0.001, by_row=1.0), RULE)
    assert first.reachable_p_value == 0
    assert judge(drawn(2, 10, by_seed=0.001, by_row=1.0), Rule(0.05, 0.05, (10,))).reachable_p_value > 0


def test_what_is_given_up_would_seldom_have_been_decided() -> None:
    """300 tasks whose regret is the margin: of those given up at 20 seeds at most one in ten is decided at the cap.

    The mean would have to move by more than 2.5 standard deviations, which one in eighty does; more than one in ten of
    30 or more come by chance in fewer than one draw of 1,000, and the seeds are fixed.
    """
    given_up = [seed for seed in range(300) if judge(drawn(seed, 40, by_row=0.3)[:20], RULE).reachable_p_value > 0.05]
    decided = [seed for seed in given_up if judge(drawn(seed, 40, by_row=0.3), RULE).p_value <= 0.05]
    assert len(given_up) > 30
    assert len(decided) <= 0.1 * len(given_up)
