"""Vanishing gradients, on hand-made shares of the first weights' gradient."""

import numpy as np
from tests.unit.diagnosis.cases import EPOCHS, FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import CheckContract


class TestVanishingGradients(CheckContract):
    name = "vanishing gradients"
    fires_on = (
        case(scored(FLAT, first_gradient=1e-9)),
        case(scored(FLAT, first_gradient=0.0), scored(FLAT, first_gradient=0.0)),  # in every setting
    )
    quiet_on = (
        case(scored(FLAT, first_gradient=0.01)),
        case(scored(LEARNS, first_gradient=1e-9)),  # which costs nothing
        case(scored(FLAT, first_gradient=np.where(EPOCHS < 20, 0.5, 0.0))),  # only once it had stopped learning
    )
    not_applicable_to = (case(scored(FLAT, first_gradient=1.0, dead_units=np.nan)),)
