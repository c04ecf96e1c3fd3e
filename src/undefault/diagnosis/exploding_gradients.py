"""Exploding gradients: gradients so large that no usual rate can follow them."""

import numpy as np

from undefault.diagnosis.case import Case
from undefault.diagnosis.curves import head, middle, most
from undefault.diagnosis.finding import Finding, beyond

NAME = "exploding gradients"
BEGINNING = 0.1  # of the epochs
TIMES_WEIGHTS = 100.0  # a rate of 0.01, SGD's default, then moves the weights by as much as they are


def exploding_gradients(case: Case) -> Finding:
    """Fire where the gradient's norm is beyond `TIMES_WEIGHTS` the weights' in most seeds, and the default is harmed.

    The largest epoch at the beginning counts, also where it is not finite (Pascanu, Mikolov and Bengio 2013, On the
    difficulty of training recurrent neural networks). No reference is needed, as for vanishing ones.
    """
    training = case.default.training
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        times = np.asarray(training.gradient_norm, dtype=float) / training.weight_norm
    largest = np.where(np.isfinite(times), times, np.inf)
    first = head(largest, BEGINNING).max(axis=1)
    evidence = f"the gradient's norm reaches {middle(first):.2g} times the weights' at the beginning"
    fires = most(first > TIMES_WEIGHTS) and case.is_harmed
    return Finding.when(NAME, fires, evidence, severity=beyond(middle(first), TIMES_WEIGHTS))
