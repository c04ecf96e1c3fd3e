"""Diverged, on hand-made curves."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, case, scored
from tests.unit.diagnosis.contract import CheckContract

RISES = 0.9 + 0.5 * EPOCHS


class TestDiverged(CheckContract):
    name = "diverged"
    fires_on = (
        case(scored(RISES)),
        case(scored(np.where(EPOCHS < 2, 0.9, np.nan))),
        case(scored(np.full(40, np.nan))),
        case(scored(np.where(EPOCHS < 10, 0.9 + EPOCHS, 14 - EPOCHS / 10))),  # falls again, to more than it began with
        case(scored(RISES), scored(FLAT)),  # nothing to learn, and still worse than a constant
    )
    quiet_on = (
        case(scored(np.linspace(0.9, 1.9, 40))),  # not yet twice the constant's
        case(scored(np.linspace(50, 3, 40))),  # comes down
        case(scored(np.stack([RISES, RISES, FLAT, FLAT]))),  # half of the seeds
    )
