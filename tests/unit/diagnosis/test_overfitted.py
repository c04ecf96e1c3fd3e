"""Overfitted, on hand-made curves."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, case, scored
from tests.unit.diagnosis.contract import CheckContract

RISES_AGAIN = np.where(EPOCHS < 10, 0.9 - 0.06 * EPOCHS, 0.36 + 0.02 * (EPOCHS - 10))
FITS = 0.9 * np.exp(-EPOCHS / 10)


class TestOverfitted(CheckContract):
    name = "overfitted"
    fires_on = (case(scored(RISES_AGAIN, train_loss=FITS)),)
    quiet_on = (
        case(scored(RISES_AGAIN)),  # training worsens too
        case(scored(0.36 + 0.001 * EPOCHS, train_loss=FITS)),  # little was lost
        case(scored(np.linspace(0.9, 0.95, 40), train_loss=FITS)),  # little of the regret was lost so
        case(scored(RISES_AGAIN, train_loss=FITS, restored_epoch=10)),  # early stopping took the best weights back
        case(scored(RISES_AGAIN, train_loss=FITS), scored(RISES_AGAIN)),  # nothing does better
    )
