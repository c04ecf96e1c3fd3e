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
    """Return the verdicts that hold together: the chance that any of them is wrong is at most ``alpha``."""
    sure = holm([judgement.p_value for judgement in judgements], alpha=alpha)
    return [one.verdict if holds else Verdict.UNDECIDED for one, holds in zip(judgements, sure, strict=True)]


def holm(p_values: Sequence[float], *, alpha: float) -> list[bool]:
    """Return which of the p-values hold together at the error rate ``alpha``.

    Holm's step-down procedure (1979, Scandinavian Journal of Statistics 6), valid under any dependence: the k-th
    smallest of m p-values must be at most ``alpha / (m - k + 1)``, and all smaller ones too.

    >>> holm([0.02, 0.01, 0.03], alpha=0.05)
    [True, True, True]
    """
    holds = [False] * len(p_values)
    for rank, index in enumerate(np.argsort(p_values, kind="stable")):
        if p_values[index] > alpha / (len(p_values) - rank):
            break
        holds[index] = True
    return holds
