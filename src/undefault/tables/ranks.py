"""``ranks.csv``: a row an optimizer and role, by its rank over all datasets."""

import numpy as np
import pandas as pd

from undefault.comparison.profiles import FURTHEST, area, shortfalls
from undefault.comparison.ranks import rank_optimizers


def ranks_table(skills: pd.DataFrame, *, alpha: float) -> pd.DataFrame:
    """Return the table from that of skills; optimizers that some task lacks are left out of it.

    Skills are averaged over the tasks on one source before they are ranked: these are not independent. ``p_value``
    and ``critical_difference`` are the same in all rows of a role. ``profile_area`` is over tasks, both roles together.
    """
    wide = skills.pivot_table(index=["source", "study"], columns=["role", "optimizer"], values="skill")
    wide = wide.dropna(axis="columns")
    areas = pd.DataFrame([area(shortfalls(wide.to_numpy()), FURTHEST)], columns=wide.columns)
    frames = [_of_role(wide, str(role), areas, alpha) for role in skills["role"].unique() if role in wide]
    return pd.concat(frames, ignore_index=True)


def _of_role(wide: pd.DataFrame, role: str, areas: pd.DataFrame, alpha: float) -> pd.DataFrame:
    by_source = wide[role].groupby("source").mean()
    ranking = rank_optimizers(by_source.to_numpy(), alpha=alpha)
    table = pd.DataFrame(
        {
            "role": role,
            "optimizer": by_source.columns,
            "mean_rank": ranking.mean_ranks,
            "mean_skill": by_source.to_numpy().mean(axis=0),
            "profile_area": areas.xs(role, axis="columns").to_numpy()[0],
            "n_datasets": ranking.n_datasets,
            "n_tasks": len(wide),
            "p_value": ranking.p_value,
            "critical_difference": ranking.critical_difference,
        }
    )
    return table.iloc[np.argsort(ranking.mean_ranks, kind="stable")]
