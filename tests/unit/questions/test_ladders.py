"""Best rates, slopes and levels on numbers worked out by hand, and how often a flat ladder is said to move."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.claims import TASK_COLUMNS
from undefault.questions import LADDERS, Direction, best_rates, ladders_of, levels, theil_sen, trends

PARAMETERS, ROWS, NOISE = LADDERS
MARGIN = 0.05


def rates(skills: dict[float, list[float]], *, default: float = 1e-3) -> pd.DataFrame:
    """Return one task's ladder from the skill of each seed at each rate."""
    rows = [("t", "adam", r, r == default, s, v, v) for r, values in skills.items() for s, v in enumerate(values)]
    names = ["study", "optimizer", "learning_rate", "is_default", "seed", "valid_skill", "test_skill"]
    return pd.DataFrame(rows, columns=names)


def tasks(sizes: tuple[int, ...], n_sources: int) -> pd.DataFrame:
    rows = [(f"d{s}/n{n}", f"d{s}", f"d{s}", f"n{n}", n, 100, 0.0) for s in range(n_sources) for n in sizes]
    return pd.DataFrame(rows, columns=TASK_COLUMNS)


def values(rows: pd.DataFrame, numbers: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"study": rows["study"], "optimizer": "adam", "regret": numbers})


def test_the_best_rate_is_the_middle_of_those_that_seeds_cannot_tell_apart() -> None:
    found = best_rates(rates({1e-4: [0.1, 0.1], 1e-3: [0.8, 0.9], 1e-2: [0.9, 0.8], 1e-1: [0.2, 0.3]}), margin=MARGIN)
    assert found["best_rate"].iloc[0] == pytest.approx(10**-2.5)
    assert found["largest_rate"].iloc[0] == pytest.approx(1e-2)
    assert found["default_rate"].iloc[0] == pytest.approx(1e-3)
    assert not found["is_at_edge"].iloc[0]
    assert found["rate_regret"].iloc[0] == pytest.approx(0.0)


def test_what_the_default_rate_loses_is_read_off_the_test_rows() -> None:
    ladder = rates({1e-3: [0.4, 0.5], 1e-2: [0.9, 0.8], 1e-1: [0.2, 0.3]})
    found = best_rates(ladder.assign(test_skill=ladder["valid_skill"] ** 2), margin=MARGIN)
    assert found["rate_regret"].iloc[0] == pytest.approx((0.81 + 0.64 - 0.16 - 0.25) / 2)


def test_a_rate_that_every_seed_finds_worse_is_no_part_of_the_middle() -> None:
    found = best_rates(rates({1e-4: [0.1, 0.2], 1e-3: [0.8, 0.7], 1e-2: [0.9, 0.8]}), margin=MARGIN)
    assert found["best_rate"].iloc[0] == pytest.approx(1e-2)
    assert found["is_at_edge"].iloc[0]


def test_where_no_rate_learns_there_is_no_best_one() -> None:
    found = best_rates(rates({1e-3: [0.01, 0.02], 1e-2: [-0.5, 0.04]}), margin=MARGIN)
    assert found[["best_rate", "largest_rate"]].isna().all(axis=None)
    assert best_rates(rates({}), margin=MARGIN).empty


@given(st.floats(-3, 3), st.floats(-2, 2), st.integers(2, 9))
def test_the_slope_of_a_line_is_found_exactly_whatever_its_ends(slope: float, start: float, n: int) -> None:
    x = np.arange(n, dtype=float)
    assert theil_sen(x, start + slope * x) == pytest.approx(slope, abs=1e-9)


def test_a_slope_needs_two_different_places() -> None:
    assert np.isnan(theil_sen(np.ones(3), np.arange(3.0)))


def test_three_rungs_are_no_ladder_and_other_rows_are_another_one() -> None:
    assert not list(ladders_of(tasks((10, 100, 1000), 3), PARAMETERS))
    assert len(list(ladders_of(tasks((10, 100, 1000, 10_000), 3), PARAMETERS))) == 3
    other_rows = tasks((10, 100, 1000, 10_000), 1).assign(dataset=["a", "a", "b", "b"])
    assert not list(ladders_of(other_rows, PARAMETERS))


def test_a_trend_is_the_mean_slope_of_its_sources_over_the_whole_ladder() -> None:
    rows = tasks((10, 100, 1000, 10_000), 4)
    slope = rows["source"].map({"d0": 0.1, "d1": 0.2, "d2": 0.2, "d3": 0.3})
    found = next(
        trends(
            rows, values(rows, (slope * np.log10(rows["n_parameters"])).to_numpy()), PARAMETERS, "regret", alpha=0.05
        )
    )
    assert found.slope.mean == pytest.approx(0.2)
    assert found.change.mean == pytest.approx(0.6)
    assert (found.n_ladders, found.n_rungs, found.slope.n_units) == (4, 4, 4)
    assert [found.first, found.last] == pytest.approx([0.2, 0.8])
    assert found.direction(MARGIN) is Direction.RISES


def test_networks_on_one_source_are_one_unit() -> None:
    rows = tasks((10, 100, 1000, 10_000), 4).assign(source="all")
    found = next(trends(rows, values(rows, np.arange(16.0)), PARAMETERS, "regret", alpha=0.05))
    assert found.slope.n_units == 1
    assert found.direction(MARGIN) is Direction.UNDECIDED


def test_small_networks_are_set_beside_large_ones_of_their_source() -> None:
    rows = tasks((10, 100, 5000, 10_000), 3)
    of_source = rows["source"].map({"d0": 0.0, "d1": 0.2, "d2": 0.4}).to_numpy()
    regret = np.where(rows["n_parameters"] < 2000, 0.3, 0.1) + of_source
    found = next(levels(rows, values(rows, regret), PARAMETERS, "regret", alpha=0.05))
    assert [found.small.mean, found.large.mean] == pytest.approx([0.5, 0.3])
    assert [found.difference.low, found.difference.high] == pytest.approx([0.2, 0.2])


def test_ladders_of_rows_and_noise_are_measured_in_their_units() -> None:
    assert ROWS.scale(pd.Series([20, 2000])).tolist() == pytest.approx([1.30103, 3.30103])
    assert NOISE.scale(pd.Series([0.0, 0.4])).tolist() == pytest.approx([0.0, 4.0])


def test_a_flat_ladder_is_hardly_ever_said_to_move() -> None:
    """At the level 0.2 a slope of 0 is said to rise or fall in at most 20 % of 200; above 62 by chance 1 in 1e4."""
    rng, rows = np.random.default_rng(3), tasks((10, 100, 1000, 10_000), 6)
    moved = 0
    for _ in range(200):
        of_source = dict(zip(rows["source"].unique(), rng.normal(0, 0.2, 6), strict=True))
        noise = rows["source"].map(of_source) * np.log10(rows["n_parameters"]) + rng.normal(0, 0.02, len(rows))
        found = next(trends(rows, values(rows, noise.to_numpy()), PARAMETERS, "regret", alpha=0.2))
        moved += found.direction(MARGIN) in (Direction.RISES, Direction.FALLS)
    assert moved <= 62
