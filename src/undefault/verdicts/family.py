"""Correction for the number of verdicts that one report gives."""

from collections.abc import Sequence

import numpy as np

from undefault.records import Verdict
from undefault.verdicts.judgement import Judgement


def surest_level(n_verdicts: int, *, alpha: float) -> float:
    """Return the p-value at or below which a verdict holds together with ``n_verdicts``, whatever the others are.

    >>> surest_level(50, alpha=0.05)
    0.001
    """
    return alpha / n_verdicts


def family_verdicts(judgements: Sequence[Judgement], *, alpha: float) -> list[Verdict]:
    """Return the verdicts that hold together: the chance that any of them is wrong is at most ``alpha``.

    Holm's step-down procedure (1979, Scandinavian Journal of Statistics 6), valid under any dependence: the k-th
    smallest of m p-values must be at most ``alpha / (m - k + 1)``, and all smaller ones too.
    """
    order = np.argsort([judgement.p_value for judgement in judgements], kind="stable")
    verdicts = [Verdict.UNDECIDED] * len(judgements)
    for rank, index in enumerate(order):
        if judgements[index].p_value > alpha / (len(judgements) - rank):
            break
        verdicts[index] = judgements[index].verdict
    return verdicts
