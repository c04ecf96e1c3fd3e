"""``rungs.csv`` and ``rung_skills.csv``: what the sweep found on every rung of its ladders, over all sources."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from undefault.questions import LADDERS, Ladder, ladders_of
from undefault.records import Verdict

COLUMNS = [
    "ladder", "rung", "place", "optimizer", "regret", "fails", "holds", "undecided", "best_rate", "default_rate",
    "n_tasks", "n_sources", "n_learned", "n_at_edge",
]  # fmt: skip
SKILL_COLUMNS = ["ladder", "rung", "place", "optimizer", "learning_rate", "is_default", "skill", "n_tasks"]


def rungs_table(tasks: pd.DataFrame, verdicts: pd.DataFrame, best: pd.DataFrame) -> pd.DataFrame:
    """Return a row a ladder, rung and optimizer; regrets and logarithms of rates are averaged over sources.

    ``place`` is the rung's median number of parameters or training rows, or its label noise. Verdicts are those
    corrected for all of the sweep. ``n_learned`` are the tasks on which some learning rate learned anything;
    ``n_at_edge`` those of them whose best rate is the first or the last that was tried.
    """
    judged = verdicts[["study", "optimizer", "regret", "family_verdict"]]
    found = judged.merge(best, on=["study", "optimizer"], how="left")
    rows = [{**where, **_found(own)} for ladder in LADDERS for where, own in _on_rungs(tasks, found, ladder)]
    return pd.DataFrame(rows, columns=COLUMNS)


def rung_skills_table(tasks: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return a row a ladder, rung, optimizer and learning rate: the mean test skill over sources."""
    rows = [
        {**where, "learning_rate": rate, **_skill(own)}
        for ladder in LADDERS
        for where, on_rung in _on_rungs(tasks, rates, ladder)
        for rate, own in on_rung.groupby("learning_rate")
    ]
    return pd.DataFrame(rows, columns=SKILL_COLUMNS)


def _on_rungs(
    tasks: pd.DataFrame, values: pd.DataFrame, ladder: Ladder
) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Yield the rows of each rung and optimizer, with what names them, lowest rung first."""
    found = list(ladders_of(tasks, ladder))
    if not found:
        return
    placed = pd.concat(found).drop_duplicates("study")
    places = placed.groupby(ladder.rung)[ladder.column].median()
    joined = placed.merge(values, on="study")
    for rung, place in places.sort_values(kind="stable").items():
        for optimizer, own in joined[joined[ladder.rung] == rung].groupby("optimizer", sort=False):
            yield {"ladder": ladder.name, "rung": str(rung), "place": place, "optimizer": optimizer}, own


def _found(own: pd.DataFrame) -> dict[str, Any]:
    counts = {verdict.value: int((own["family_verdict"] == verdict.value).sum()) for verdict in Verdict}
    logs = own[["best_rate", "default_rate"]].apply(np.log10).assign(source=own["source"])
    rates = 10 ** logs.groupby("source").mean().mean()
    return {
        "regret": own.groupby("source")["regret"].mean().mean(),
        **counts,
        "best_rate": rates["best_rate"],
        "default_rate": rates["default_rate"],
        "n_tasks": own["study"].nunique(),
        "n_sources": own["source"].nunique(),
        "n_learned": int(own["best_rate"].notna().sum()),
        "n_at_edge": int((own["best_rate"].notna() & (own["is_at_edge"] == True)).sum()),  # noqa: E712  # may be missing
    }


def _skill(own: pd.DataFrame) -> dict[str, Any]:
    return {
        "is_default": bool(own["is_default"].astype(bool).any()),
        "skill": own.groupby("source")["test_skill"].mean().mean(),
        "n_tasks": own["study"].nunique(),
    }
