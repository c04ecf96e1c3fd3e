"""Oscillating, on hand-made curves."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract

ZIGZAG = LEARNS + 0.3 + 0.1 * (-1.0) ** EPOCHS
SLOW = LEARNS + 0.3 + 0.2 * np.sin(EPOCHS / 2)


class TestOscillating(CheckContract):
    name = "oscillating"
    fires_on = (
        case(scored(ZIGZAG)),
        case(scored(SLOW)),  # whatever the period
        case(scored(ZIGZAG), scored(np.where(EPOCHS < 20, LEARNS, ZIGZAG), restored_epoch=19)),  # tuned stopped before
        case(scored(100 + 90 * np.sin(EPOCHS))),  # however large the loss
    )
    quiet_on = (
        case(scored(LEARNS + 0.3)),  # behind and steady
        case(scored(LEARNS + 0.3 + 0.005 * (-1.0) ** EPOCHS)),  # small
        case(scored(ZIGZAG), scored(LEARNS + 0.1 * (-1.0) ** EPOCHS)),  # so does the tuned setting
        case(scored(np.where(EPOCHS < 20, LEARNS + 0.3, ZIGZAG), patience=9, last_epoch=20, restored_epoch=11)),
        case(scored(np.where(EPOCHS < 20, ZIGZAG, LEARNS + 0.3))),  # died down
        case(scored(LEARNS + 0.05 * (-1.0) ** EPOCHS, test_loss=np.full((4, 5), 0.2))),  # and costs nothing
    )
    not_applicable_to = (case(scored(ZIGZAG[:3])),)
