"""Dead units, on hand-made shares."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract


class TestDeadUnits(CheckContract):
    name = "dead units"
    fires_on = (
        case(scored(FLAT, dead_units=0.9)),
        case(scored(FLAT, dead_units=1.0), scored(FLAT, dead_units=1.0)),  # dead whatever the setting
    )
    quiet_on = (
        case(scored(FLAT, dead_units=0.3)),  # units to spare
        case(scored(FLAT, dead_units=0.9), scored(LEARNS, dead_units=0.8)),  # as with tuning
        case(scored(LEARNS, dead_units=0.9)),  # which costs nothing
        case(scored(FLAT, dead_units=np.where(EPOCHS < 20, 1.0, 0.0))),  # came back
    )
    not_applicable_to = (case(scored(FLAT, dead_units=np.nan)),)
