"""Stalled, on hand-made curves."""

import numpy as np
from tests.unit.diagnosis.cases import FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import NOTHING_LEARNS, CheckContract


class TestStalled(CheckContract):
    name = "stalled"
    fires_on = (case(scored(FLAT)), case(scored(np.linspace(1.1, 1.0, 40) + 0.01 * np.cos(np.arange(40)))))
    quiet_on = (
        case(scored(np.where(np.arange(40) == 5, 0.8, FLAT))),  # learned something once
        case(scored(np.stack([FLAT, FLAT, LEARNS, LEARNS]))),  # half of the seeds learn
        case(scored(np.linspace(1.2, 1.1, 40))),  # creeps down to the end
        case(scored(np.linspace(1.0, 5.0, 40))),  # gone past the constant, not stalled at it
    )
    not_applicable_to = (NOTHING_LEARNS,)
