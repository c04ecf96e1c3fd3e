"""Diverged, on hand-made curves."""

from collections.abc import Callable

import numpy as np
import pytest

from undefault.diagnosis import Answer
from undefault.diagnosis.diverged import diverged
from undefault.verdicts.scores import Scored

HEALTHY = [[0.9, 0.5, 0.3]] * 3


@pytest.mark.parametrize("curve", [[0.9, 3.0, 50.0], [0.9, np.inf, np.nan], [5.0, 8.0, 8.0], [np.nan, np.nan, np.nan]])
def test_fires_on_a_loss_that_ends_beyond_twice_the_constants(
    make_scored: Callable[..., Scored], curve: list[float]
) -> None:
    finding = diverged(make_scored([curve] * 3), make_scored(HEALTHY))
    assert (finding.mode, finding.answer) == ("diverged", Answer.FIRES)
    assert "100% of the seeds" in finding.evidence


@pytest.mark.parametrize("curve", [[0.9, 0.5, 0.3], [0.9, 0.9, 1.9], [0.9, 9.0, 0.9]])
def test_is_quiet_on_a_loss_that_ends_nearer(make_scored: Callable[..., Scored], curve: list[float]) -> None:
    assert diverged(make_scored([curve] * 3), make_scored(HEALTHY)).answer is Answer.QUIET


def test_is_quiet_where_half_of_the_seeds_diverge(make_scored: Callable[..., Scored]) -> None:
    curves = [[0.9, 9.0], [0.9, 0.5]]
    assert diverged(make_scored(curves), make_scored(HEALTHY)).answer is Answer.QUIET
