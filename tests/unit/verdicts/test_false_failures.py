"""How often `fails` is said at any look of the shipped rule though the true regret is the margin."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from undefault.config import make_plan
from undefault.records import FloatArray, Verdict
from undefault.verdicts.judgement import judge

CONFIRM = make_plan([])[0].confirm
RULE, SEEDS_PER_LOOK = CONFIRM.rule, CONFIRM.seeds_per_look
N_TASKS = 1200


def reached(regrets: FloatArray) -> Verdict:
    """Return the first verdict that looking after every look's seeds reaches, as the confirm phase does."""
    for look in range(1, RULE.n_looks + 1):
        verdict = judge(regrets[: look * SEEDS_PER_LOOK], RULE).verdict
        if verdict is not Verdict.UNDECIDED:
            return verdict
    return Verdict.UNDECIDED


def shares(draw: Callable[..., FloatArray], n_rows: int) -> dict[Verdict, float]:
    """Return how often each verdict is reached."""
    rng = np.random.default_rng(30)
    n_seeds = RULE.n_looks * SEEDS_PER_LOOK
    said = Counter(reached(RULE.margin + draw(rng, n_seeds, n_rows)) for _ in range(N_TASKS))
    return {verdict: said[verdict] / N_TASKS for verdict in Verdict}


@pytest.mark.parametrize("n_rows", [20, 60])
@pytest.mark.parametrize("scenario", ["normal", "heavy-tailed rows", "two humps"])
def test_a_regret_at_the_margin_is_decided_in_at_most_5_of_100_tasks(
    scenarios: Mapping[str, Any], scenario: str, n_rows: int
) -> None:
    """The share over 1,200 tasks has a standard deviation of sqrt(0.05 * 0.95 / 1200) = 0.0063 at the bound.

    No tolerance is added: the bound is `alpha` itself. By Bonferroni and with two sides the rate of either verdict
    should be at most 2.5 %, 4 standard deviations below, so a rule that keeps it fails here once in 30,000 seeds.
    """
    said = shares(scenarios[scenario], n_rows)
    assert said[Verdict.FAILS] <= RULE.alpha
    assert said[Verdict.HOLDS] <= RULE.alpha


@pytest.mark.xfail(strict=True, reason="12 seeds are all of the frequent kind once in 15 tasks, and then look alike")
def test_seeds_of_a_rare_kind_are_reckoned_with(scenarios: Mapping[str, Any]) -> None:
    """A fifth of the seeds differs by 0.5 of skill: `fails` is said in about 9 of 100 tasks, not in 5."""
    assert shares(scenarios["uneven humps"], 60)[Verdict.FAILS] <= RULE.alpha


def test_a_large_regret_is_found(scenarios: Mapping[str, Any]) -> None:
    """True regret 0.35, 0.3 beyond the margin: said to fail in at least 95 of 100 tasks."""

    def draw(*arguments: Any) -> FloatArray:
        return 0.3 + np.asarray(scenarios["normal"](*arguments))

    assert shares(draw, 60)[Verdict.FAILS] >= 0.95
