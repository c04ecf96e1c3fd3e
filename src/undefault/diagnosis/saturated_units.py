"""Saturated units: activations at their bounds, where they hardly bend and pass hardly any gradient."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import middle, most, tail
from undefault.diagnosis.finding import Finding

NAME = "saturated units"
SATURATED = 0.5  # of units and rows: Glorot and Bengio (2010) call a layer saturated whose typical unit is at a bound
NEARLY_ALL = 0.9  # of skill: the rest is about twice the margin
MORE_THAN_TUNED = 0.2  # beyond what a network that has learned well does as its weights grow


def saturated_units(case: Case) -> Finding:
    """Fire where most seeds end with `SATURATED` of their activations at a bound, and the default is behind.

    It must be more than with tuning, unless tuning cannot help it either: because no setting learns, or because
    features are so large that they push all units to their bounds, and there is skill left to win.
    """
    own, reference = (tail(scored.training.saturated_units, 0.1).mean(axis=1) for scored in (case.default, case.tuned))
    if np.isnan(own).all():
        return Finding.none(NAME, "the network has no hidden units whose activation is bounded")
    many, more = own >= SATURATED, own - reference >= MORE_THAN_TUNED
    evidence = f"{middle(own):.0%} of hidden activations end at their bounds, {middle(reference):.0%} with tuning"
    pushed = case.facts.has_large_features and middle(case.default.test_skill) < NEARLY_ALL
    fires = (most(many & more) and case.is_behind) or (most(many) and (pushed or not case.is_learnable))
    return Finding.when(NAME, fires, evidence, severity=middle(own) if fires else 0.0)
