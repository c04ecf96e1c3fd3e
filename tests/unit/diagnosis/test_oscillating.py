"""Oscillating, on hand-made curves."""

from collections.abc import Callable

import numpy as np

from undefault.diagnosis import Answer
from undefault.diagnosis.oscillating import oscillating
from undefault.verdicts.scores import Scored

EPOCHS = np.arange(40)
STEADY = np.tile(0.2 + 0.8 * np.exp(-EPOCHS / 10), (3, 1))
ZIGZAG = STEADY + 0.1 * (-1.0) ** EPOCHS


def test_fires_on_a_loss_that_jumps_up_and_down(make_scored: Callable[..., Scored]) -> None:
    finding = oscillating(make_scored(ZIGZAG), make_scored(STEADY))
    assert (finding.mode, finding.answer) == ("oscillating", Answer.FIRES)
    assert "by 0.000 with tuning" in finding.evidence


def test_is_quiet_on_a_steady_loss(make_scored: Callable[..., Scored]) -> None:
    assert oscillating(make_scored(STEADY), make_scored(STEADY)).answer is Answer.QUIET


def test_is_quiet_on_small_jumps(make_scored: Callable[..., Scored]) -> None:
    small = STEADY + 0.02 * (-1.0) ** EPOCHS
    assert oscillating(make_scored(small), make_scored(STEADY)).answer is Answer.QUIET


def test_is_quiet_where_the_tuned_setting_jumps_as_well(make_scored: Callable[..., Scored]) -> None:
    assert oscillating(make_scored(ZIGZAG), make_scored(ZIGZAG)).answer is Answer.QUIET


def test_is_quiet_on_jumps_that_have_died_down(make_scored: Callable[..., Scored]) -> None:
    calmed = np.where(EPOCHS < 20, ZIGZAG, STEADY)
    assert oscillating(make_scored(calmed), make_scored(STEADY)).answer is Answer.QUIET


def test_is_quiet_on_a_curve_too_short_to_turn(make_scored: Callable[..., Scored]) -> None:
    assert oscillating(make_scored(ZIGZAG[:, :3]), make_scored(STEADY)).answer is Answer.QUIET
