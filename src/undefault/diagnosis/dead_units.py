"""Dead units: hidden units that give every row the same, and pass nothing on."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import middle, most
from undefault.diagnosis.finding import Finding

NAME = "dead units"
DEAD = 0.5  # of the units: a network of twice the size has units to spare, as lottery tickets and pruning show
MORE_THAN_TUNED = 0.2  # of the units, where tuning helps at all


def dead_units(case: Case) -> Finding:
    """Fire where most seeds end with `DEAD` of their units dead, more than with tuning, and the default is behind.

    Where no setting learns, there is no better reference, and the share alone decides.
    """
    own, reference = (scored.training.dead_units[:, -1] for scored in (case.default, case.tuned))
    if np.isnan(own).all():
        return Finding.none(NAME, "the network has no hidden units with an activation")
    many = own >= DEAD
    more = own - reference >= MORE_THAN_TUNED
    evidence = f"{middle(own):.0%} of the hidden units end dead, {middle(reference):.0%} with tuning"
    fires = (most(many & more) and case.is_behind) or (most(many) and not case.is_learnable)
    return Finding.when(NAME, fires, evidence, severity=middle(own) if fires else 0.0)
