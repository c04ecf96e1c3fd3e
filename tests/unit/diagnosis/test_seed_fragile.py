"""Seed-fragile, on hand-made test losses."""

import numpy as np
from tests.unit.diagnosis.cases import LEARNS, case, scored
from tests.unit.diagnosis.contract import NOTHING_LEARNS, CheckContract

from undefault.diagnosis import Case


def failing_on(n_failed: int, *, tuned_fails: bool = False) -> Case:
    """Return a default that fails on so many of ten seeds; the tuned setting works, or fails on the same."""
    losses = np.where(np.arange(10) < n_failed, 0.95, 0.2)
    curves = np.tile(LEARNS, (10, 1))
    default = scored(curves, test_loss=np.repeat(losses[:, None], 3, axis=1))
    return case(default, default if tuned_fails else scored(curves))


ON_TEN_SEEDS = scored(np.tile(LEARNS, (10, 1)))
SPREAD = case(scored(np.tile(LEARNS, (10, 1)), test_loss=np.tile(np.linspace(0.2, 1.0, 10)[:, None], 3)), ON_TEN_SEEDS)


class TestSeedFragile(CheckContract):
    name = "seed-fragile"
    fires_on = (failing_on(2), failing_on(5), failing_on(9), failing_on(5, tuned_fails=True))
    quiet_on = (failing_on(0), failing_on(1), failing_on(10), SPREAD)
    not_applicable_to = (NOTHING_LEARNS,)
