"""The simulation itself: its scenarios have the regret they claim, and its rates are those of the real judgement."""

import numpy as np
import pytest

from undefault.calibration import SCENARIOS, Cell, measure, measure_cell
from undefault.records import Verdict
from undefault.seeds import generator
from undefault.verdicts.judgement import judge
from undefault.verdicts.rule import Rule

RULE = Rule(0.05, 0.05, (5, 10, 20))
CELL = Cell("one seed in 5 worse", 20, RULE, (0.0, 1.0, 5.0), n_tasks=60)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_noise_of_every_scenario_has_mean_0(scenario: str) -> None:
    """4,000 tasks of 20 seeds and 20 rows; within 4.5 standard errors, which 18 scenarios miss once in 8,000 draws."""
    means = SCENARIOS[scenario](generator("mean", scenario), (4000, 20, 20)).mean(axis=(1, 2), dtype=float)
    assert abs(means.mean()) <= 4.5 * means.std() / np.sqrt(len(means)) + 1e-12


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_draws_the_shape_asked_for(scenario: str) -> None:
    assert SCENARIOS[scenario](np.random.default_rng(0), (3, 4, 5)).shape == (3, 4, 5)


def test_one_seed_in_five_is_half_a_skill_worse() -> None:
    seeds = SCENARIOS["one seed in 5 worse"](np.random.default_rng(1), (500, 40, 200)).mean(axis=2)
    worse = seeds < -0.15
    assert worse.mean() == pytest.approx(0.2, abs=0.01)
    assert seeds[~worse].mean() - seeds[worse].mean() == pytest.approx(0.5, abs=0.01)


def test_the_rates_are_those_of_judging_task_by_task() -> None:
    noise = SCENARIOS[CELL.scenario](generator("calibration", CELL.scenario, CELL.n_rows), (60, RULE.cap, CELL.n_rows))
    for regret in CELL.regrets:
        said, seeds = zip(*(_judged(task + regret * RULE.margin) for task in noise), strict=True)
        rate = next(r for r in measure_cell(CELL) if r.regret == regret * RULE.margin and r.n_seeds == RULE.cap)
        assert rate.fails == pytest.approx(np.mean([verdict is Verdict.FAILS for verdict in said]))
        assert rate.holds == pytest.approx(np.mean([verdict is Verdict.HOLDS for verdict in said]))
        assert rate.mean_seeds == pytest.approx(np.mean(seeds))


def _judged(regrets: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> tuple[Verdict, int]:
    for look in RULE.looks:
        said = judge(regrets[:look], RULE)
        if said.verdict is not Verdict.UNDECIDED or said.reachable_p_value > RULE.alpha:
            return said.verdict, look
    return Verdict.UNDECIDED, RULE.cap


def test_the_rates_do_not_depend_on_the_number_of_processes() -> None:
    cells = [Cell("normal", n_rows, RULE, (1.0,), n_tasks=20) for n_rows in (5, 6)]
    assert measure(cells, n_processes=1) == measure(cells, n_processes=2)
