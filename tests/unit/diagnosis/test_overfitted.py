"""Overfitted, on hand-made curves."""

from collections.abc import Callable

import numpy as np

from undefault.diagnosis import Answer
from undefault.diagnosis.overfitted import overfitted
from undefault.verdicts.scores import Scored

RISES_AGAIN = np.array([[0.9, 0.4, 0.6, 0.8]] * 3)
TRAINING_FALLS = np.array([[0.9, 0.5, 0.2, 0.1]] * 3, dtype=np.float32)
TUNED = [[0.9, 0.4, 0.38, 0.38]] * 3


def test_fires_where_validation_worsens_while_training_improves(make_scored: Callable[..., Scored]) -> None:
    finding = overfitted(make_scored(RISES_AGAIN, train_loss=TRAINING_FALLS), make_scored(TUNED))
    assert (finding.mode, finding.answer) == ("overfitted", Answer.FIRES)
    assert finding.evidence == "0.40 of skill was lost after the best epoch"


def test_is_quiet_where_training_worsens_too(make_scored: Callable[..., Scored]) -> None:
    default = make_scored(RISES_AGAIN, train_loss=RISES_AGAIN.astype(np.float32))
    assert overfitted(default, make_scored(TUNED)).answer is Answer.QUIET


def test_is_quiet_where_little_was_lost(make_scored: Callable[..., Scored]) -> None:
    default = make_scored([[0.9, 0.4, 0.41, 0.43]] * 3, train_loss=TRAINING_FALLS)
    assert overfitted(default, make_scored(TUNED)).answer is Answer.QUIET


def test_is_quiet_where_the_loss_since_the_best_epoch_explains_little_of_the_regret(
    make_scored: Callable[..., Scored],
) -> None:
    default = make_scored([[0.95, 0.8, 0.85, 0.9]] * 3, train_loss=TRAINING_FALLS)
    assert overfitted(default, make_scored([[0.9, 0.2, 0.1, 0.1]] * 3)).answer is Answer.QUIET
