"""Vanishing gradients: what the loss says does not reach the first layer."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import head, middle, most
from undefault.diagnosis.finding import Finding, beyond

NAME = "vanishing gradients"
BEGINNING = 0.1  # of the epochs: later, a network that has learned has hardly any gradient anywhere
LEAST = 1e-3  # of the gradient's norm; evenly shared among n layers the first has 1 / sqrt(n), 0.2 of thirty


def vanishing_gradients(case: Case) -> Finding:
    """Fire where the first weights have less than `LEAST` of the gradient in most seeds, and the default is harmed.

    No reference is needed: each gradient is its own, and initial weights shared by all settings make it vanish in all
    (Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks).
    """
    training = case.default.training
    if np.isnan(training.dead_units).all():
        return Finding.none(NAME, "the network has no hidden layers to vanish in")
    share = head(training.first_gradient, BEGINNING).mean(axis=1)
    evidence = f"the first weights have {middle(share):.1e} of the gradient's norm at the beginning"
    severity = beyond(LEAST, middle(share)) if middle(share) > 0 else 1.0
    return Finding.when(NAME, most(share < LEAST) and case.is_harmed, evidence, severity=severity)
