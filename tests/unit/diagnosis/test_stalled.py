"""Stalled, on hand-made curves."""

from collections.abc import Callable

import numpy as np

from undefault.diagnosis import Answer
from undefault.diagnosis.stalled import stalled
from undefault.verdicts.scores import Scored

FLAT = [[1.1, 1.0, 0.99]] * 4
LEARNS = [[0.9, 0.5, 0.2]] * 4


def test_fires_where_only_the_tuned_setting_learns(make_scored: Callable[..., Scored]) -> None:
    finding = stalled(make_scored(FLAT), make_scored(LEARNS))
    assert (finding.mode, finding.answer) == ("stalled", Answer.FIRES)
    assert "0.01 on average, 0.80 with tuning" in finding.evidence


def test_is_quiet_where_the_default_learned_something_once(make_scored: Callable[..., Scored]) -> None:
    assert stalled(make_scored([[1.0, 0.9, 1.0]] * 4), make_scored(LEARNS)).answer is Answer.QUIET


def test_is_quiet_where_half_of_the_seeds_learn(make_scored: Callable[..., Scored]) -> None:
    assert stalled(make_scored(np.array([*FLAT[:2], *LEARNS[:2]])), make_scored(LEARNS)).answer is Answer.QUIET


def test_is_not_applicable_where_nothing_can_be_learned(make_scored: Callable[..., Scored]) -> None:
    assert stalled(make_scored(FLAT), make_scored(FLAT)).answer is Answer.NOT_APPLICABLE


def test_is_quiet_where_the_loss_creeps_down_to_the_end(make_scored: Callable[..., Scored]) -> None:
    creeping = [np.linspace(1.3, 1.2, 20)] * 4
    assert stalled(make_scored(creeping), make_scored([np.linspace(0.9, 0.2, 20)] * 4)).answer is Answer.QUIET
