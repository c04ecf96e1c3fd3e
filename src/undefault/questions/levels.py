"""Where a quantity stands on the small and on the large tasks of ladders, and how far these are apart."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from undefault.comparison.estimate import Estimate, across_sources
from undefault.questions.ladders import Ladder, ladders_of

SMALL = {"parameters": 2000.0, "rows": 100.0, "noise": 0.05}  # small is below


@dataclass(frozen=True)
class Levels:
    """One quantity of one optimizer below and from the border on, and the first less the second, paired by source."""

    optimizer: str
    border: float
    small: Estimate
    large: Estimate
    difference: Estimate


def levels(tasks: pd.DataFrame, values: pd.DataFrame, ladder: Ladder, column: str, *, alpha: float) -> Iterator[Levels]:
    """Yield the levels of ``column`` for every optimizer of ``values`` that has rungs on both sides of the border.

    The border is 2,000 parameters, 100 training rows, or clean labels against noisy ones. Tasks on one side of a source
    are averaged; Student's intervals span sources.
    """
    border = SMALL[ladder.name]
    placed = tasks.merge(values[["study", "optimizer", column]].dropna(), on="study")
    for optimizer, own in placed.groupby("optimizer", sort=False):
        found = list(ladders_of(own, ladder))
        rungs = pd.concat(found) if found else own.iloc[:0]
        is_small = rungs[ladder.column] < border
        sides = rungs.assign(is_small=is_small).pivot_table(index="source", columns="is_small", values=column)
        if {True, False} <= set(sides.columns):
            both = sides.dropna()
            sources = both.index.to_numpy()
            if len(both):
                small, large = (both[side].to_numpy(dtype=float) for side in (True, False))
                over = [across_sources(side, sources, alpha=alpha) for side in (small, large, small - large)]
                yield Levels(str(optimizer), border, *over)
