"""Update ratio too small, on hand-made ratios."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract


class TestUpdateRatioTooSmall(CheckContract):
    name = "update ratio too small"
    fires_on = (
        case(scored(FLAT, update_ratio=1e-6)),
        case(scored(FLAT, update_ratio=0.0)),
        case(scored(FLAT, update_ratio=np.where(EPOCHS < 4, 0.01, 0.0))),  # a decay that dies
    )
    quiet_on = (
        case(scored(FLAT, update_ratio=2e-3), scored(LEARNS, update_ratio=0.1)),  # a usual step
        case(scored(FLAT, update_ratio=1e-4), scored(LEARNS, update_ratio=1e-3)),  # nearly as with tuning
        case(scored(LEARNS, update_ratio=1e-6)),  # which costs nothing
    )
