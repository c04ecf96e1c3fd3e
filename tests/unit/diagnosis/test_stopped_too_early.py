"""Stopped too early, on hand-made curves."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract

LATE = np.where(EPOCHS < 15, 0.8, 0.2)
LUCKY = np.where(EPOCHS == 30, 0.2, 0.8)


class TestStoppedTooEarly(CheckContract):
    name = "stopped too early"
    fires_on = (case(scored(LATE, patience=1, last_epoch=5, restored_epoch=5)),)
    quiet_on = (
        case(scored(LUCKY, patience=1, last_epoch=5, restored_epoch=5)),  # one good epoch later is luck
        case(scored(LEARNS + 0.3, patience=5, last_epoch=35, restored_epoch=30)),  # nothing was to be won
        case(scored(LATE + 0.3, patience=30)),  # patience never ended
        case(scored(np.where(EPOCHS > 5, np.nan, 0.8), patience=1, last_epoch=5, restored_epoch=5)),  # unknown
    )
    not_applicable_to = (case(scored(LATE)),)
