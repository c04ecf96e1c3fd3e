"""Seed-fragile, on hand-made test losses."""

from collections.abc import Callable

import numpy as np
import pytest

from undefault.diagnosis import Answer
from undefault.diagnosis.seed_fragile import seed_fragile
from undefault.verdicts.scores import Scored

CURVES = np.ones((10, 2))


def with_failures(make_scored: Callable[..., Scored], n_failed: int) -> Scored:
    losses = np.where(np.arange(10) < n_failed, 0.95, 0.2)
    return make_scored(CURVES, test_loss=np.repeat(losses[:, None], 3, axis=1))


@pytest.mark.parametrize("n_failed", [1, 5, 9])
def test_fires_where_some_seeds_fail_and_some_do_not(make_scored: Callable[..., Scored], n_failed: int) -> None:
    finding = seed_fragile(with_failures(make_scored, n_failed), with_failures(make_scored, 0))
    assert (finding.mode, finding.answer) == ("seed-fragile", Answer.FIRES)
    assert finding.evidence == f"{n_failed}0% of the seeds have less than half the skill"


@pytest.mark.parametrize("n_failed", [0, 10])
def test_is_quiet_where_all_seeds_go_the_same_way(make_scored: Callable[..., Scored], n_failed: int) -> None:
    finding = seed_fragile(with_failures(make_scored, n_failed), with_failures(make_scored, 0))
    assert finding.answer is Answer.QUIET
