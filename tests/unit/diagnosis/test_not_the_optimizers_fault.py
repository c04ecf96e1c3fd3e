"""Not the optimizer's fault, on hand-made curves and facts."""

import numpy as np
import pytest
from tests.unit.diagnosis.cases import FLAT, LEARNS, case, scored
from tests.unit.diagnosis.contract import NOTHING_LEARNS, CheckContract

from undefault.diagnosis import CHECKS, Case

MEMORIZES = scored(FLAT, train_loss=LEARNS)
DEAD = scored(FLAT, dead_units=1.0)


class TestNotTheOptimizersFault(CheckContract):
    name = "not the optimizer's fault"
    fires_on = (NOTHING_LEARNS, case(MEMORIZES, MEMORIZES))
    quiet_on = (
        case(scored(FLAT)),  # the tuned setting learns
        case(scored(FLAT), scored(FLAT), best=scored(LEARNS)),  # another optimizer does
    )


@pytest.mark.parametrize(
    ("because", "one"),
    [
        ("the same features", case(scored(FLAT), scored(FLAT), spread=0.0)),
        ("not scaled (root mean square 1e+03)", case(scored(FLAT), scored(FLAT), feature_scales=np.full(3, 1e3))),
        ("not scaled (root mean square 0.001)", case(scored(FLAT), scored(FLAT), target_scale=1e-3)),
        ("dead from the first epoch", case(DEAD, DEAD)),
        ("the labels carry no signal", case(MEMORIZES, MEMORIZES)),
        ("(50 parameters) is too small", NOTHING_LEARNS),
    ],
)
def test_the_evidence_says_why(because: str, one: Case) -> None:
    assert because in CHECKS["not the optimizer's fault"](one).evidence
