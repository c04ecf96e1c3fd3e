"""``tunability.csv``: a row an optimizer, by what tuning wins over its default."""

from typing import Any

import pandas as pd

from undefault.comparison.tunability import tunability


def tunability_table(verdicts: pd.DataFrame, skills: pd.DataFrame, *, alpha: float) -> pd.DataFrame:
    """Return the table from those of verdicts and skills, the most tunable first."""
    sources = skills.drop_duplicates("study").set_index("study")["source"]
    rows: list[dict[str, Any]] = []
    for optimizer, own in verdicts.groupby("optimizer", sort=False):
        estimate = tunability(own["regret"].to_numpy(), own["study"].map(sources).to_numpy(), alpha=alpha)
        rows.append(
            {
                "optimizer": optimizer,
                "tunability": estimate.mean,
                "tunability_low": estimate.low,
                "tunability_high": estimate.high,
                "median_regret": own["regret"].median(),
                "largest_regret": own["regret"].max(),
                "n_tasks": len(own),
                "n_datasets": estimate.n_units,
            }
        )
    return pd.DataFrame(rows).sort_values("tunability", ascending=False, kind="stable")
