"""``portfolio_settings.csv``: the members of the list in the order in which they were chosen."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from undefault.comparison.estimate import by_group
from undefault.comparison.portfolio import Candidate, CandidateScores, PortfolioJudgement, portfolio_skill
from undefault.records import Setting

COLUMNS = ["position", "candidate", "kind", "setting", "own_skill", "list_skill", "is_used"]


def portfolio_settings_table(
    scores: CandidateScores | None, judgement: PortfolioJudgement | None, describe: Callable[[Setting], str]
) -> pd.DataFrame:
    """Return the table, position 0 being the best single default.

    ``own_skill`` is the setting's mean over sources, ``list_skill`` that of the list up to it, both on the tasks that
    they were chosen on; ``is_used`` is true for what the judgement says to use. Empty without a judgement.
    """
    if scores is None or judgement is None:
        return pd.DataFrame(columns=COLUMNS)
    sources = np.array(scores.sources)
    lists = [[judgement.kept_default], *([*judgement.members[:n]] for n in range(1, len(judgement.members) + 1))]
    rows = []
    for position, members in enumerate(lists):
        candidate = scores.candidates[members[-1]]
        own, together = (portfolio_skill(scores, chosen) for chosen in ([members[-1]], members))
        used = position == 0 if judgement.size == 0 else 1 <= position <= judgement.size
        values = (by_group(own, sources).mean(), by_group(together, sources).mean(), used)
        rows.append((position, candidate.name, candidate.kind.value, _text(candidate, describe), *values))
    return pd.DataFrame(rows, columns=COLUMNS)


def _text(candidate: Candidate, describe: Callable[[Setting], str]) -> str:
    whole = ", decay over the whole budget" if candidate.budget_argument else ""
    return f"{describe(candidate.setting)}{whole}"
