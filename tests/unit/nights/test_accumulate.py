"""Many nights together: right at any number of them, though they share rows, and better than one."""

import numpy as np
import pandas as pd
import pytest

from undefault.nights.accumulate import SHARED_ROWS, accumulate, half_widths
from undefault.nights.evidence import EVIDENCE_COLUMNS, evidence_of
from undefault.records import FloatArray

ALPHA, MARGIN = 0.05, 0.05
N_TASKS, N_NIGHTS, N_ROWS = 2000, 40, 120


def nights(regret: float, *, seed: int, row_spread: float = 0.6, seed_spread: float = 0.02) -> tuple[FloatArray, float]:
    """Return simulated nights ``(N_TASKS, N_NIGHTS)`` and their standard error.

    A task's rows are drawn once; each night tests another quarter of them, and has an error of its own from its seeds.
    """
    random = np.random.default_rng(seed)
    rows = regret + row_spread * random.standard_t(5, (N_TASKS, N_ROWS)) / np.sqrt(5 / 3)
    n_test = N_ROWS // 4
    found = np.empty((N_TASKS, N_NIGHTS))
    for night in range(N_NIGHTS):
        held_back = random.permuted(np.tile(np.arange(N_ROWS), (N_TASKS, 1)), axis=1)[:, :n_test]
        found[:, night] = np.take_along_axis(rows, held_back, axis=1).mean(axis=1)
    found += seed_spread * random.standard_normal(found.shape)
    return found, float(np.hypot(row_spread / np.sqrt(n_test), seed_spread))


def lows_and_highs(found: FloatArray, error: float) -> tuple[FloatArray, FloatArray]:
    means = np.cumsum(found, axis=1) / np.arange(1, N_NIGHTS + 1)
    errors = np.full(N_NIGHTS, error)
    half = np.stack([half_widths(one, errors, alpha=ALPHA) for one in found])
    return means - half, means + half


@pytest.mark.parametrize("seed_spread", [0.0, 0.1])
def test_a_regret_at_the_margin_is_hardly_ever_said_to_fail_or_hold_at_any_night(seed_spread: float) -> None:
    # At most 2.5 % each; five standard deviations above that, which chance exceeds once in three million
    found, error = nights(MARGIN, seed=1, seed_spread=seed_spread)
    low, high = lows_and_highs(found, error)
    bound = ALPHA / 2 + 5 * np.sqrt(ALPHA / 2 / N_TASKS)
    assert (low > MARGIN).any(axis=1).mean() <= bound
    assert (high < MARGIN).any(axis=1).mean() <= bound


def test_what_a_night_leaves_open_is_decided_by_many() -> None:
    found, error = nights(MARGIN + 0.22, seed=2)
    low, _ = lows_and_highs(found, error)
    by_first, by_last = (low[:, night] > MARGIN for night in (0, N_NIGHTS - 1))
    assert by_first.mean() < 0.01
    assert by_last.mean() > 0.9


def test_nights_that_claim_too_small_an_error_are_not_believed() -> None:
    spread_out = np.random.default_rng(3).normal(0.2, 0.3, 30)
    honest, bragging = (half_widths(spread_out, np.full(30, error), alpha=ALPHA)[-1] for error in (0.3, 0.001))
    assert bragging == pytest.approx(honest, rel=0.5)


def test_however_many_nights_the_rows_leave_half_the_error_of_one() -> None:
    widths = half_widths(np.zeros(10_000), np.ones(10_000), alpha=ALPHA)
    assert (np.diff(widths) < 0).all()
    assert widths[-1] == pytest.approx(2.2414 * np.sqrt(SHARED_ROWS), rel=1e-3)
    assert widths[0] == pytest.approx(widths[-1] / SHARED_ROWS, rel=1e-3)


def test_each_pair_of_task_and_optimizer_gets_its_row_from_its_nights() -> None:
    rows = [
        (night, study, optimizer, regret, 0.01, "fails", "", 10)
        for night in (1, 2, 3)
        for study, optimizer, regret in (("a", "sgd", 0.5), ("a", "adam", 0.0), ("b", "sgd", 0.05))
    ]
    table = accumulate(pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS)), margin=MARGIN, alpha=ALPHA)
    assert table["verdict"].tolist() == ["fails", "holds", "undecided"]
    assert table["n_nights"].tolist() == [3, 3, 3]
    assert table["regret"].tolist() == pytest.approx([0.5, 0.0, 0.05])


def test_the_error_of_a_night_is_read_from_the_wider_half_of_its_interval() -> None:
    verdicts = pd.DataFrame(
        {
            "study": ["a"], "optimizer": ["sgd"], "regret": [0.1], "regret_low": [0.0], "regret_high": [0.296],
            "verdict": ["undecided"], "failure_modes": [None], "n_seeds": [10],
        }
    )  # fmt: skip
    evidence = evidence_of(7, verdicts, alpha=0.05)
    assert evidence.columns.tolist() == list(EVIDENCE_COLUMNS)
    assert evidence.loc[0, "standard_error"] == pytest.approx(0.1, rel=1e-3)
    assert (evidence.loc[0, "night"], evidence.loc[0, "failure_modes"]) == (7, "")
