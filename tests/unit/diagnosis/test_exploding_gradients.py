"""Exploding gradients, on hand-made norms."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract


class TestExplodingGradients(CheckContract):
    name = "exploding gradients"
    fires_on = (
        case(scored(FLAT, gradient_norm=1e4, weight_norm=10)),
        case(scored(FLAT, gradient_norm=np.inf, weight_norm=10)),
        case(scored(np.full(40, np.nan), gradient_norm=np.nan, weight_norm=np.nan)),
        case(scored(FLAT, gradient_norm=np.where(EPOCHS == 1, 1e4, 1e-9), weight_norm=10)),  # once, at the beginning
    )
    quiet_on = (
        case(scored(FLAT, gradient_norm=50, weight_norm=10)),
        case(scored(LEARNS, gradient_norm=1e4, weight_norm=10)),  # which costs nothing
        case(scored(FLAT, gradient_norm=np.where(EPOCHS < 30, 1.0, 1e4), weight_norm=10)),  # late
    )
