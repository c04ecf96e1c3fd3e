"""Undertrained, on hand-made curves."""

from collections.abc import Callable

import numpy as np

from undefault.diagnosis import Answer
from undefault.diagnosis.undertrained import undertrained
from undefault.verdicts.scores import Scored

EPOCHS = np.arange(40)
FALLING = np.tile(1 - 0.01 * EPOCHS, (3, 1))
SETTLED = np.tile(0.2 + 0.8 * np.exp(-EPOCHS / 2), (3, 1))


def test_fires_on_a_loss_still_falling_behind_the_tuned_setting(make_scored: Callable[..., Scored]) -> None:
    finding = undertrained(make_scored(FALLING), make_scored(SETTLED))
    assert (finding.mode, finding.answer) == ("undertrained", Answer.FIRES)
    assert "0.040 of skill, 0.41 behind" in finding.evidence


def test_is_quiet_on_a_loss_that_has_settled(make_scored: Callable[..., Scored]) -> None:
    settled_higher = SETTLED + 0.3
    assert undertrained(make_scored(settled_higher), make_scored(SETTLED)).answer is Answer.QUIET


def test_is_quiet_on_a_falling_loss_that_is_ahead(make_scored: Callable[..., Scored]) -> None:
    assert undertrained(make_scored(FALLING - 0.5), make_scored(SETTLED)).answer is Answer.QUIET


def test_is_quiet_on_a_loss_that_comes_back_from_worse(make_scored: Callable[..., Scored]) -> None:
    """Best in the middle, then worse, and falling again at the end without being near its best."""
    curve = np.concatenate([np.linspace(1, 0.4, 20), np.full(12, 0.95), np.linspace(0.95, 0.9, 8)])
    assert undertrained(make_scored([curve] * 3), make_scored(SETTLED)).answer is Answer.QUIET


def test_is_quiet_on_a_curve_too_short_to_tell(make_scored: Callable[..., Scored]) -> None:
    assert undertrained(make_scored([[1.0, 0.9]] * 3), make_scored(SETTLED)).answer is Answer.QUIET


def test_fires_where_the_loss_creeps_down_to_the_end(make_scored: Callable[..., Scored]) -> None:
    creeping = [np.linspace(1.3, 1.299, 20)] * 4
    assert undertrained(make_scored(creeping), make_scored([np.linspace(0.9, 0.2, 20)] * 4)).answer is Answer.FIRES
