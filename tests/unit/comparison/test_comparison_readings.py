"""Several readings of one regret."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from undefault.comparison.estimate import Estimate
from undefault.comparison.readings import (
    Reading,
    ReadRegret,
    Relation,
    epochs_saved,
    metric_regrets,
    read_regrets,
    relate,
)
from undefault.records import CURVES, Setting, TaskType, Training, Verdict
from undefault.verdicts.judgement import judge
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored

RULE = Rule(margin=0.05, alpha=0.05, looks=(3, 6), apart=0.0)
MakeTraining = Callable[..., Training]
curves = hnp.arrays(float, (3, 6), elements=st.floats(0.125, 5, width=16))


def measured_at(make_scored: Callable[..., Scored], loss: float, last: float, metric: float) -> Scored:
    rows = loss + 0.01 * np.arange(12.0).reshape(3, 4) ** 0.5
    scored = make_scored(np.full((3, 5), loss), test_loss=rows)
    later = replace(scored.training, last_test_loss=rows - loss + last, test_metric=np.full(3, metric))
    return replace(scored, training=later)


def test_the_first_reading_is_the_judgement_and_the_others_are_their_own(make_scored: Callable[..., Scored]) -> None:
    default, tuned = measured_at(make_scored, 0.9, 0.9, 0.5), measured_at(make_scored, 0.3, 0.95, 0.9)
    judgement = judge(tuned.row_skill - default.row_skill, RULE)
    read = read_regrets(default, tuned, judgement, rule=RULE, task_type=TaskType.BINARY)
    found = {one.reading: (round(one.estimate.mean, 6), one.relation) for one in read}
    assert found == {
        Reading.RESTORED_LOSS: (0.6, Relation.VERDICT),
        Reading.LAST_LOSS: (-0.05, Relation.CONTRADICTS),
        Reading.ACCURACY: (0.4, Relation.AGREES),
        Reading.EPOCHS: (0.0, Relation.CONTRADICTS),
    }
    assert (read[0].estimate.low, read[0].estimate.high) == (judgement.fixed.low, judgement.fixed.high)


def test_a_regression_is_read_by_rmse(make_scored: Callable[..., Scored]) -> None:
    default, tuned = measured_at(make_scored, 0.9, 0.9, 2.0), measured_at(make_scored, 0.3, 0.3, 0.5)
    judgement = judge(tuned.row_skill - default.row_skill, RULE)
    read = read_regrets(default, tuned, judgement, rule=RULE, task_type=TaskType.REGRESSION)
    assert [one.estimate.mean for one in read if one.reading is Reading.RMSE] == [0.75]


def test_a_training_without_test_rows_is_refused(make_training: MakeTraining) -> None:
    training = make_training([[1.0, 0.5]])
    with pytest.raises(ValueError, match="without test rows"):
        metric_regrets(training, training, Reading.ACCURACY)


@given(hnp.arrays(float, 4, elements=st.just(np.nan) | st.just(np.inf) | st.floats(0, 1e30)))
def test_the_rmse_of_a_setting_against_itself_is_no_regret(metric: np.ndarray) -> None:
    training = _with_metric(metric)
    np.testing.assert_array_equal(metric_regrets(training, training, Reading.RMSE), 0)


def _with_metric(metric: np.ndarray) -> Training:
    curve = np.ones((len(metric), 2))
    last = np.ones(len(metric), dtype=int)
    return Training(
        Setting("adam", 0.1), tuple(range(len(metric))), **dict.fromkeys(CURVES, curve),
        last_epoch=last, restored_epoch=last, test_metric=metric,
    )  # fmt: skip


def test_a_diverged_default_loses_all_and_a_diverged_tuned_setting_too() -> None:
    exploded, fine = _with_metric(np.array([np.nan, np.inf])), _with_metric(np.array([0.4, 0.4]))
    assert metric_regrets(exploded, fine, Reading.RMSE).tolist() == [1, 1]
    assert metric_regrets(fine, exploded, Reading.RMSE).tolist() == [-1, -1]


@given(curves)
def test_a_training_saves_no_epochs_against_itself(losses: np.ndarray) -> None:
    training = _with_losses(losses)
    np.testing.assert_array_equal(epochs_saved(training, training), 0)


@given(curves, curves)
def test_epochs_saved_are_within_the_budget(default: np.ndarray, tuned: np.ndarray) -> None:
    saved = epochs_saved(_with_losses(default), _with_losses(tuned))
    assert (np.abs(saved) <= 1).all()


def _with_losses(losses: np.ndarray, last_epoch: int | None = None) -> Training:
    training = _with_metric(np.zeros(len(losses)))
    last = np.full(len(losses), losses.shape[1] - 1 if last_epoch is None else last_epoch)
    curves: dict[str, Any] = dict.fromkeys(CURVES, losses)
    return replace(training, last_epoch=last, **curves)


def test_epochs_are_counted_to_the_defaults_best_and_not_past_early_stopping() -> None:
    """The default is best in epoch 4 of 5; the tuned one gets there in epoch 2, or never if stopped in epoch 1."""
    default, tuned = np.array([[5.0, 4.0, 3.0, 2.0, 2.5]]), np.array([[3.0, 1.0, 1.0, 1.0, 1.0]])
    assert epochs_saved(_with_losses(default), _with_losses(tuned)) == pytest.approx([(4 - 2) / 5])
    assert epochs_saved(_with_losses(default), _with_losses(tuned, last_epoch=0)) == pytest.approx([(4 - 6) / 5])


def test_a_default_that_was_never_finite_is_reached_with_the_first_finite_loss() -> None:
    never, later = np.full((1, 4), np.nan), np.array([[np.nan, 7.0, 1.0, 1.0]])
    assert epochs_saved(_with_losses(never), _with_losses(later)) == pytest.approx([(5 - 2) / 4])
    assert epochs_saved(_with_losses(never), _with_losses(never)) == pytest.approx([0])


@pytest.mark.parametrize(
    ("verdict", "reading", "expected"),
    [
        ((0.1, 0.3), (0.2, 0.4), Relation.AGREES),
        ((0.1, 0.3), (-0.1, 0.2), Relation.OPEN),
        ((0.1, 0.3), (0.0, 0.04), Relation.CONTRADICTS),
        ((0.01, 0.2), (-0.3, -0.1), Relation.CONTRADICTS),
        ((0.01, 0.2), (0.2, 0.3), Relation.OPEN),
    ],
)
def test_a_reading_contradicts_by_its_decision_or_by_its_sign(
    verdict: tuple[float, float], reading: tuple[float, float], expected: Relation
) -> None:
    told, read = (Estimate(sum(ends) / 2, *ends, 3) for ends in (verdict, reading))
    first = ReadRegret(Reading.RESTORED_LOSS, told, told.decide(0.05), Relation.VERDICT)
    assert relate(first, read, read.decide(0.05)) is expected
    assert first.decision in Verdict
