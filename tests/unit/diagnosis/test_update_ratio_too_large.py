"""Update ratio too large, on hand-made ratios."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract


class TestUpdateRatioTooLarge(CheckContract):
    name = "update ratio too large"
    fires_on = (
        case(scored(FLAT, update_ratio=2.0)),
        case(scored(FLAT, update_ratio=np.inf)),
        case(scored(FLAT, update_ratio=np.where(EPOCHS == 0, 5.0, 1e-6))),  # weights blown up at once
    )
    quiet_on = (
        case(scored(FLAT, update_ratio=0.1)),
        case(scored(FLAT, update_ratio=0.5), scored(LEARNS, update_ratio=0.4)),  # as with tuning
        case(scored(LEARNS, update_ratio=2.0)),  # which costs nothing
    )
