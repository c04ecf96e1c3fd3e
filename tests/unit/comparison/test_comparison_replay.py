"""Replay of patience and budgets from kept curves: against Keras's own rule, and laws of choosing the best."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undefault.comparison.replay import among_best, paired_regret, replay_budgets, replay_patience
from undefault.early_stopping import replay, replay_every_patience
from undefault.records import FloatArray, Setting
from undefault.seeds import generator
from undefault.verdicts.scores import Scored

LOSSES = st.one_of(st.floats(0.0, 4.0, width=32), st.sampled_from([0.5, 1.0, np.nan, np.inf]))
CURVES = arrays(np.float32, st.tuples(st.integers(1, 4), st.integers(1, 12)), elements=LOSSES)


@given(curves=CURVES)
def test_every_patience_at_once_is_the_callback_for_each(curves: FloatArray) -> None:
    last, restored = replay_every_patience(curves)
    for patience in range(curves.shape[1] + 1):
        for restores, found in ((False, last), (True, restored)):
            setting = Setting("adam", 0.001, patience=patience, restore_best_weights=restores)
            callback = replay(setting, curves)
            np.testing.assert_array_equal(last[:, patience], callback.last_epoch)
            np.testing.assert_array_equal(found[:, patience], callback.restored_epoch)


@given(curves=CURVES)
def test_more_patience_never_trains_less_and_best_weights_never_validate_worse(curves: FloatArray) -> None:
    last, restored = replay_every_patience(curves)
    assert (np.diff(last, axis=1) >= 0).all()
    assert (restored <= last).all()
    assert (last[:, -1] == curves.shape[1] - 1).all()
    if np.isfinite(curves).all():
        best = np.take_along_axis(curves, restored, axis=1)
        assert (np.diff(best, axis=1) <= 0).all()
        assert (best <= np.take_along_axis(curves, last, axis=1)).all()


def test_patience_counts_epochs_by_hand(make_scored: Callable[..., Scored]) -> None:
    """Losses 0.9, 0.8, 0.85, 0.7, 0.75, 0.76: patience 0 and 1 stop in the third epoch, 2 in the last, 3 never."""
    replayed = replay_patience(make_scored([[0.9, 0.8, 0.85, 0.7, 0.75, 0.76]]))
    assert replayed[False].epochs.tolist() == [3, 3, 6, 6, 6, 6, 6]
    np.testing.assert_allclose(replayed[False].skill[0], 1 - np.array([0.85, 0.85, *[0.76] * 5]), rtol=1e-6)
    np.testing.assert_allclose(replayed[True].skill[0], 1 - np.array([0.8, 0.8, *[0.7] * 5]), rtol=1e-6)


def test_a_budget_is_a_prefix_and_the_whole_one_has_no_regret(make_scored: Callable[..., Scored]) -> None:
    scored = make_scored([[0.9, 0.5, 0.6], [0.8, 0.7, 0.4], [0.9, 0.4, 0.5]])
    replayed = replay_budgets(scored)
    mean, low, high = paired_regret(scored.valid_skill, replayed.skill, alpha=0.05)
    np.testing.assert_allclose(mean, [0.3667, 0.0333, 0.0], atol=1e-4)
    assert (low <= mean).all()
    assert (mean <= high).all()
    assert (low[-1], high[-1]) == (0, 0)


def test_two_seeds_have_no_interval_and_exclude_nothing() -> None:
    skills = np.array([[0.1, 0.9], [0.2, 0.8]])
    assert np.isnan(paired_regret(skills[:, 0], skills, alpha=0.05)[1]).all()
    assert among_best(skills, alpha=0.05).all()


@settings(max_examples=20)
@given(gap=st.floats(0.3, 1.0), n_seeds=st.integers(5, 40))
def test_a_choice_far_behind_is_excluded_and_the_highest_mean_never(gap: float, n_seeds: int) -> None:
    noise = 0.02 * generator("gap", n_seeds).normal(size=(n_seeds, 6))
    skills = noise - gap * np.array([0, 0, 0, 1, 1, 1])
    found = among_best(skills, alpha=0.05)
    assert not found[3:].any()
    assert found[np.argmax(skills.mean(axis=0))]


@pytest.mark.parametrize("n_seeds", [10, 20])
def test_the_truly_best_choice_is_kept_as_often_as_said(n_seeds: int) -> None:
    """All 30 choices equal, neighbours alike: of 300 sets, 95 % must hold the first; below 91 % once in 500 runs."""
    rng = generator("kept", n_seeds)
    kept = [among_best(np.cumsum(rng.normal(size=(n_seeds, 30)), axis=1) * 0.1, alpha=0.05)[0] for _ in range(300)]
    assert np.mean(kept) >= 0.91


def test_a_default_sweep_is_replayed_in_seconds(make_scored: Callable[..., Scored]) -> None:
    """One of the 176 defaults of 128 seeds and 100 epochs, in at most a tenth of a second of CPU."""
    scored = make_scored(generator("fast").uniform(0.1, 1, size=(128, 100)))
    started = time.process_time()
    for replayed in replay_patience(scored).values():
        among_best(replayed.skill, alpha=0.05)
    assert time.process_time() - started < 0.5
