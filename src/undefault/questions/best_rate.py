"""The best learning rate of an optimizer on a task, all else at its default, read off a ladder of rates."""

from typing import Any

import numpy as np
import pandas as pd

COLUMNS = [
    "study", "optimizer", "best_rate", "largest_rate", "default_rate", "best_skill", "rate_regret", "is_at_edge",
    "n_seeds",
]  # fmt: skip


def best_rates(rates: pd.DataFrame, *, margin: float) -> pd.DataFrame:
    """Return a row a study and optimizer from the rows of ``rates.parquet``.

    ``best_rate`` is the middle (the mean of the logarithms) of the rates that seeds cannot tell from the best: those
    whose mean validation skill is behind the best one's by no more than one standard error of the difference, paired by
    seed. This is the one-standard-error rule of Breiman, Friedman, Olshen and Stone (1984, Classification and
    Regression Trees, ch. 3), applied to both sides; the best rate alone jumps about on a plateau. ``largest_rate`` is
    the largest whose skill is within ``margin`` of the best. ``rate_regret`` is what the default rate alone loses: the
    test skill at the rate of the best validation skill less that at the default. Where no rate has more skill than
    ``margin``, nothing was learned, and all of these are NaN. ``is_at_edge`` tells that the best rate is the ladder's
    first or last, so that a better one may lie beyond.
    """
    groups = rates.groupby(["study", "optimizer"], sort=False)
    rows = [{"study": study, "optimizer": optimizer, **_best(own, margin)} for (study, optimizer), own in groups]
    return pd.DataFrame(rows, columns=COLUMNS)


def _best(own: pd.DataFrame, margin: float) -> dict[str, Any]:
    skills = own.pivot_table(index="seed", columns="learning_rate", values="valid_skill").dropna()
    ladder, means = skills.columns.to_numpy(dtype=float), skills.mean().to_numpy()
    best = int(means.argmax())
    behind = skills.to_numpy()[:, [best]] - skills.to_numpy()
    error = behind.std(axis=0, ddof=1) / np.sqrt(len(skills)) if len(skills) > 1 else np.zeros(len(ladder))
    alike = behind.mean(axis=0) <= error
    knows = means[best] > margin
    defaults = own.loc[own["is_default"].astype(bool), "learning_rate"]
    tested = own.groupby("learning_rate")["test_skill"].mean()
    return {
        "best_rate": float(np.exp(np.log(ladder[alike]).mean())) if knows else np.nan,
        "largest_rate": float(ladder[means >= means[best] - margin].max()) if knows else np.nan,
        "default_rate": float(defaults.iloc[0]) if len(defaults) else np.nan,
        "best_skill": float(means[best]),
        "rate_regret": float(tested[ladder[best]] - tested[defaults.iloc[0]]) if knows and len(defaults) else np.nan,
        "is_at_edge": best in (0, len(ladder) - 1),
        "n_seeds": len(skills),
    }
