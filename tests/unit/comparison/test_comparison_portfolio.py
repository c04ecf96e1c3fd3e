"""Short lists of settings, chosen greedily and judged on sources that were left out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.comparison.estimate import Estimate
from undefault.comparison.portfolio import (
    Candidate,
    CandidateScores,
    Kind,
    choose_greedily,
    choose_size,
    judge_portfolio,
    portfolio_skill,
)
from undefault.records import Setting

skill_tables = hnp.arrays(float, (6, 3, 5), elements=st.floats(-1, 1, width=16))
SOURCES = ("iris", "iris", "wine", "wine", "moons", "moons")
EVERYWHERE = np.ones(6, dtype=bool)
ALL = range(5)


def scores_of(test: np.ndarray, valid: np.ndarray | None = None, n_defaults: int = 2) -> CandidateScores:
    n_tasks, _, n_candidates = test.shape
    kinds = [Kind.DEFAULT] * n_defaults + [Kind.FINALIST] * (n_candidates - n_defaults)
    candidates = tuple(Candidate(str(i), kind, Setting("adam", 0.1 + i)) for i, kind in enumerate(kinds))
    studies = tuple(f"task {i}" for i in range(n_tasks))
    return CandidateScores(studies, SOURCES[:n_tasks], candidates, test if valid is None else valid, test)


@given(skill_tables)
def test_where_validation_tells_the_truth_a_longer_list_is_never_worse(skills: np.ndarray) -> None:
    scores = scores_of(skills)
    members = choose_greedily(scores, EVERYWHERE, among=ALL)
    reached = [portfolio_skill(scores, members[:n]).mean() for n in range(1, len(members) + 1)]
    assert len(set(members)) == len(members)
    assert (np.diff(reached) > 0).all()


@given(skill_tables, skill_tables)
def test_a_list_of_one_is_its_member_whatever_validation_says(test: np.ndarray, valid: np.ndarray) -> None:
    scores = scores_of(test, valid)
    np.testing.assert_allclose(portfolio_skill(scores, [3]), test[:, :, 3].mean(axis=1))


@given(skill_tables, skill_tables)
def test_the_first_member_is_the_best_single_setting(test: np.ndarray, valid: np.ndarray) -> None:
    first = choose_greedily(scores_of(test, valid), EVERYWHERE, among=ALL)[0]
    assert test.mean(axis=(0, 1))[first] == pytest.approx(test.mean(axis=(0, 1)).max())


@given(skill_tables, skill_tables)
def test_what_happens_on_a_source_has_no_say_in_the_list_judged_there(test: np.ndarray, valid: np.ndarray) -> None:
    others = np.array(SOURCES) != "moons"
    changed = test.copy()
    changed[~others] = -test[~others]
    one, other = (choose_greedily(scores_of(skills, valid), others, among=ALL) for skills in (test, changed))
    assert one == other


def test_two_settings_that_each_solve_half_the_tasks_are_both_chosen() -> None:
    """Candidate 2 is perfect on even tasks, 3 on odd ones; all else is 0.2, and the default 0.3 everywhere."""
    skills = np.full((6, 3, 5), 0.2)
    skills[:, :, 0] = 0.3
    skills[::2, :, 2], skills[1::2, :, 3] = 1.0, 1.0
    judgement = judge_portfolio(scores_of(skills), alpha=0.05)
    assert judgement is not None
    assert judgement.members == (2, 3)
    assert judgement.kept_default == 0
    np.testing.assert_allclose(judgement.list_skill[:, :2].mean(axis=0), [0.6, 1.0])
    assert judgement.size == 2


def test_what_was_found_on_a_source_is_not_in_the_list_judged_there() -> None:
    """Candidate 2 is perfect everywhere but was found on moons: there the list must do with the 0.3 of the default."""
    skills = np.full((6, 3, 5), 0.2)
    skills[:, :, 0], skills[:, :, 2] = 0.3, 1.0
    scores = scores_of(skills)
    found = tuple(replace(one, source="moons") if one.name == "2" else one for one in scores.candidates)
    judgement = judge_portfolio(replace(scores, candidates=found), alpha=0.05)
    assert judgement is not None
    assert judgement.members == (2,)
    np.testing.assert_allclose(judgement.list_skill[:, 0], [1.0, 0.3, 1.0])  # iris, moons, wine


def test_settings_that_solve_one_source_alone_are_no_reason_to_leave_the_default() -> None:
    skills = np.full((6, 3, 5), 0.5)
    skills[:, :, 2:] = 0.1
    for source, candidate in enumerate((2, 3, 4)):
        skills[2 * source : 2 * source + 2, :, candidate] = 1.0
    judgement = judge_portfolio(scores_of(skills), alpha=0.05)
    assert judgement is not None
    assert judgement.size == 0


def test_candidates_of_pure_noise_are_rarely_preferred_to_the_default() -> None:
    """200 tables of alike candidates on 6 sources; above 0.05 by 4 standard deviations (0.062) once in 30,000 runs."""
    random, used = np.random.default_rng(3), 0
    for _ in range(200):
        test = random.normal(0.5, 0.1, (6, 3, 8))
        candidates = scores_of(test[:, :, :5], random.normal(0.5, 0.1, (6, 3, 5))).candidates
        scores = CandidateScores(tuple("abcdef"), tuple("abcdef"), candidates, test[:, :, 3:], test[:, :, :5])
        judgement = judge_portfolio(scores, alpha=0.05)
        assert judgement is not None
        used += judgement.size > 0
    assert used / 200 <= 0.05 + 0.062


def test_one_source_cannot_be_left_out() -> None:
    scores = scores_of(np.zeros((2, 3, 5)))
    assert judge_portfolio(scores, alpha=0.05) is None


def test_the_shortest_list_within_one_standard_error_is_used() -> None:
    """Size 2 gains 0.01 over size 1 with a standard error of 0.01; size 3 is not shown to gain at all."""
    skill = np.array([[0.80, 0.83, 0.9], [0.80, 0.81, 0.9], [0.80, 0.79, 0.9]])
    shown, unshown = Estimate(0.1, 0.05, 0.15, 3), Estimate(0.2, -0.1, 0.5, 3)
    assert choose_size(skill, [shown, shown, unshown]) == 1
    assert choose_size(skill + np.array([0.0, 0.1, 0.0]), [shown, shown, unshown]) == 2
    assert choose_size(skill, [unshown, unshown, unshown]) == 0


def test_scores_of_another_shape_are_refused_with_both() -> None:
    with pytest.raises(ValueError, match=r"\(6, 5\)"):
        CandidateScores(
            ("a",) * 6, SOURCES, scores_of(np.zeros((6, 3, 5))).candidates, np.zeros((6, 3, 4)), np.zeros(1)
        )
