"""``portfolio_gains.csv``: lists of settings against every default and remedy, on sources left out."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from undefault.comparison.estimate import Estimate, by_group, over_units
from undefault.comparison.portfolio import MOST_MEMBERS, CandidateScores, Kind, PortfolioJudgement

COLUMNS = ["size", "against", "kind", "list_skill", "other_skill", "gain", "gain_low", "gain_high", "n_datasets"]
BEST_DEFAULT = "best default"


def portfolio_gains_table(
    scores: CandidateScores | None, judgement: PortfolioJudgement | None, *, alpha: float
) -> pd.DataFrame:
    """Return the table; both sides are on tasks that the list was not chosen on. Empty without a judgement.

    The rows against the best default, itself chosen on the other sources, decide how many settings to use; those
    against one default or remedy say how the list does beside it. Intervals share ``alpha`` between the sizes.
    """
    if scores is None or judgement is None:
        return pd.DataFrame(columns=COLUMNS)
    return pd.DataFrame(list(_rows(scores, judgement, alpha)), columns=COLUMNS)


def _rows(scores: CandidateScores, judgement: PortfolioJudgement, alpha: float) -> Iterator[tuple[Any, ...]]:
    skills = by_group(scores.test_skill.mean(axis=1), np.array(scores.sources))
    for position, gain in enumerate(judgement.gains):
        own = judgement.list_skill[:, position]
        size = position + 1
        yield _row(size, (BEST_DEFAULT, "default"), (own.mean(), judgement.default_skill.mean()), gain)
        for index in scores.of_kind(Kind.DEFAULT, Kind.REMEDY):
            candidate, other = scores.candidates[index], skills[:, index]
            estimate = over_units(own - other, alpha=alpha / MOST_MEMBERS)
            yield _row(size, (candidate.name, candidate.kind.value), (own.mean(), other.mean()), estimate)


def _row(size: int, against: tuple[str, str], skills: tuple[float, float], gain: Estimate) -> tuple[Any, ...]:
    return (size, *against, *skills, gain.mean, gain.low, gain.high, gain.n_units)
