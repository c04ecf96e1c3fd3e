"""A default against itself: what the rule says of noise that is known to be noise."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.calibration.null import MEASURED_NULL, NullContest, null_contests, read_null, write_null
from undefault.config import make_plan
from undefault.records import Verdict
from undefault.verdicts.rule import Rule

RULE = Rule(0.05, 0.05, (10, 20, 40))


def drawn(seed: int, *, spread: float = 0.02, n_rows: int = 200) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rng = np.random.default_rng(seed)
    return 0.8 + spread * rng.normal(size=(2 * RULE.cap, 1)) + spread * rng.normal(size=(2 * RULE.cap, n_rows))


def test_a_quiet_default_holds_against_itself_and_is_undecided_at_the_margin() -> None:
    none, margin = null_contests("moons/mlp_8", "adam", drawn(0), RULE)
    assert (none.regret, none.verdict) == (0.0, Verdict.HOLDS)
    assert (margin.regret, margin.verdict) == (RULE.margin, Verdict.UNDECIDED)
    assert margin.n_seeds == RULE.cap
    assert margin.low < RULE.margin < margin.high


@given(seed=st.integers(0, 50), spread=st.floats(0.001, 1))
def test_the_second_contest_is_the_first_one_moved_by_the_margin(seed: int, spread: float) -> None:
    none, margin = null_contests("moons/mlp_8", "adam", drawn(seed, spread=spread, n_rows=12), RULE)
    if none.n_seeds == margin.n_seeds:
        assert margin.mean == pytest.approx(none.mean + RULE.margin, abs=1e-9)


def test_a_number_of_seeds_that_is_not_twice_the_cap_is_refused() -> None:
    with pytest.raises(ValueError, match="twice the cap's 40 seeds, got 79"):
        null_contests("moons/mlp_8", "adam", drawn(0)[:-1], RULE)


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    contests = null_contests("moons/mlp_8", "adam", drawn(1), RULE)
    write_null(contests, tmp_path / "null.csv")
    read = read_null(tmp_path / "null.csv")
    assert [(c.study, c.regret, c.verdict, c.n_seeds) for c in read] == [
        (c.study, c.regret, c.verdict, c.n_seeds) for c in contests
    ]


def test_the_shipped_table_covers_the_default_sweep_and_says_fails_nowhere() -> None:
    plan, _ = make_plan([])
    contests = read_null(MEASURED_NULL)
    none = [contest for contest in contests if contest.regret == 0]
    assert len(none) == plan.n_verdicts
    assert len(contests) == 2 * len(none)
    assert max(contest.n_seeds for contest in contests) <= plan.confirm.rule.cap
    assert not [contest for contest in none if contest.verdict == Verdict.FAILS]


def test_the_shipped_table_is_wrong_at_the_margin_no_oftener_than_alpha() -> None:
    at_margin = [contest for contest in read_null() if contest.regret > 0]
    assert share_wrong(at_margin) <= make_plan([])[0].confirm.rule.alpha


def share_wrong(contests: list[NullContest]) -> float:
    return sum(contest.verdict != Verdict.UNDECIDED for contest in contests) / len(contests)
