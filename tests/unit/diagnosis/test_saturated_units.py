"""Saturated units, on hand-made shares."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract


class TestSaturatedUnits(CheckContract):
    name = "saturated units"
    fires_on = (
        case(scored(FLAT, saturated_units=0.9)),
        case(scored(FLAT, saturated_units=0.9), scored(FLAT, saturated_units=0.9)),  # whatever the setting
    )
    quiet_on = (
        case(scored(FLAT, saturated_units=0.3)),
        case(scored(FLAT, saturated_units=0.9), scored(LEARNS, saturated_units=0.8)),  # as with tuning
        case(scored(LEARNS, saturated_units=0.9)),  # which costs nothing
        case(scored(FLAT, saturated_units=np.where(EPOCHS < 20, 1.0, 0.0))),  # came back
    )
    not_applicable_to = (case(scored(FLAT, saturated_units=np.nan)),)
