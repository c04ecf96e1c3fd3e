"""A claim as it is put to the test, and the answer to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from undefault.claims.evidence import Evidence
from undefault.comparison.estimate import Estimate


class Answer(StrEnum):
    """What the tasks of a sweep say to a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    DEPENDS = "depends"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Part:
    """One effect that a claim says is above ``smallest``, the smallest effect of interest, in ``unit``.

    ``effects`` has a row a task and optimizer, or a ladder: the columns of the tasks, ``optimizer``, the ``mean`` over
    seeds, the ``variance`` of that mean (NaN where seeds do not measure it) and ``n_seeds``. ``apart`` is how far in
    ``unit`` seeds of a kind that was not seen may be from the others. ``needs`` says what a sweep without such rows
    lacks, after "the sweep has". No effect can be larger than ``furthest``, and intervals end there.
    """

    what: str
    unit: str
    smallest: float
    effects: pd.DataFrame
    apart: float
    needs: str
    furthest: float = np.inf


@dataclass(frozen=True)
class Moderator:
    """What an answer may depend on: ``group`` gives each row of a part's effects the words of its group."""

    what: str
    group: Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Hypothesis:
    """A claim of the field: its parts must all be above their smallest effects.

    ``remark`` says in a sentence what else the tables show about it, '' where nothing.
    """

    name: str
    statement: str
    measure: Callable[[Evidence], Sequence[Part]]
    moderators: tuple[Moderator, ...] = ()
    remark: Callable[[Evidence], str] = lambda _: ""


@dataclass(frozen=True)
class Claim:
    """A claim with its answer.

    ``effect``, ``low`` and ``high`` are those of the part that decides, or is furthest from it, in ``unit``; NaN where
    nothing was measured. ``depends_on`` names what the answer depends on, '' otherwise. ``n_sources`` is the number of
    independent units, ``evidence`` a sentence or more with the numbers, ``tables`` the files they come from.
    """

    name: str
    statement: str
    answer: Answer
    depends_on: str
    estimand: str
    effect: float
    low: float
    high: float
    unit: str
    smallest: float
    n_tasks: int
    n_sources: int
    evidence: str
    tables: str = "shapes.parquet, rates.parquet, tasks of sweep.json"


def judge_parts(parts: Sequence[Part], estimates: Sequence[Estimate]) -> Answer:
    """Return supported where all parts are above their smallest effects, refuted where one is below, else undecided."""
    pairs = list(zip(parts, estimates, strict=True))
    if any(estimate.high < part.smallest for part, estimate in pairs):
        return Answer.REFUTED
    if all(estimate.low > part.smallest for part, estimate in pairs):
        return Answer.SUPPORTED
    return Answer.UNDECIDED
