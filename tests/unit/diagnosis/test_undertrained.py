"""Undertrained, on hand-made curves."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract

FALLING = 1 - 0.01 * EPOCHS
BACK_FROM_WORSE = np.concatenate([np.linspace(1, 0.4, 20), np.full(12, 0.95), np.linspace(0.95, 0.9, 8)])


class TestUndertrained(CheckContract):
    name = "undertrained"
    fires_on = (
        case(scored(FALLING)),
        case(scored(np.linspace(1.3, 1.299, 40))),  # creeps, in every epoch
        case(scored([1.0, 0.9]), scored([0.5, 0.3])),  # two epochs
    )
    quiet_on = (
        case(scored(LEARNS + 0.3)),  # settled
        case(scored(FALLING - 0.5)),  # falling, and ahead
        case(scored(BACK_FROM_WORSE)),  # best in the middle, and not near it at the end
        case(scored(FALLING, patience=3, last_epoch=30, restored_epoch=30)),  # it was patience that ended it
    )
    not_applicable_to = (case(scored([1.0]), scored([0.5])),)
