"""Performance profiles."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.comparison.profiles import area, profile, shortfalls

tables = hnp.arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.floats(-1, 1, width=16))
DISTANCES = np.linspace(0, 2, 21)


@given(tables)
def test_a_profile_rises_to_every_task(skills: np.ndarray) -> None:
    shares = profile(shortfalls(skills), DISTANCES)
    assert (np.diff(shares, axis=1) >= 0).all()
    np.testing.assert_array_equal(shares[:, -1], 1)


@given(tables)
def test_every_task_has_a_setting_that_lacks_nothing(skills: np.ndarray) -> None:
    assert (shortfalls(skills).min(axis=1) == 0).all()
    n_tasks_where_best = np.rint(len(skills) * profile(shortfalls(skills), np.array([0.0])))
    assert n_tasks_where_best.sum() >= len(skills)


@given(tables)
def test_the_area_is_that_under_the_profile(skills: np.ndarray) -> None:
    fine = np.linspace(0, 0.5, 2001)
    drawn = profile(shortfalls(skills), fine)[:, :-1].mean(axis=1)
    np.testing.assert_allclose(area(shortfalls(skills), 0.5), drawn, atol=1e-3)
