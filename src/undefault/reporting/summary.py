"""One line an optimizer: how often its default fails, and how much it loses."""

from dataclasses import dataclass

import pandas as pd

from undefault.records import Verdict


@dataclass(frozen=True)
class OptimizerSummary:
    """How one optimizer's default did over all tasks, by family-wise verdicts.

    ``median_regret`` and ``worst_regret`` are in units of skill; they and ``worst_task`` are ``None`` where no regret
    was measured.
    """

    optimizer: str
    fails: int
    holds: int
    undecided: int
    median_regret: float | None
    worst_regret: float | None
    worst_task: str | None

    @property
    def n_tasks(self) -> int:
        """The number of tasks with a verdict."""
        return self.fails + self.holds + self.undecided


def count_verdicts(verdicts: pd.DataFrame) -> dict[Verdict, int]:
    """Return how many rows have each family-wise verdict."""
    return {verdict: int((verdicts["family_verdict"] == verdict.value).sum()) for verdict in Verdict}


def summarize_optimizers(verdicts: pd.DataFrame) -> tuple[OptimizerSummary, ...]:
    """Return the optimizers from the safest default (most holds, fewest fails, smallest regrets) to the riskiest."""
    groups = verdicts.groupby("optimizer", sort=True)
    return tuple(sorted((_summarize(str(name), rows) for name, rows in groups), key=_risk))


def _summarize(optimizer: str, rows: pd.DataFrame) -> OptimizerSummary:
    counts = count_verdicts(rows)
    measured = rows.dropna(subset=["regret"])
    worst = None if measured.empty else measured.iloc[int(measured["regret"].to_numpy(dtype=float).argmax())]
    return OptimizerSummary(
        optimizer=optimizer,
        fails=counts[Verdict.FAILS],
        holds=counts[Verdict.HOLDS],
        undecided=counts[Verdict.UNDECIDED],
        median_regret=None if measured.empty else float(measured["regret"].median()),
        worst_regret=None if worst is None else float(worst["regret"]),
        worst_task=None if worst is None else str(worst["study"]),
    )


def _risk(summary: OptimizerSummary) -> tuple[float, float, float]:
    regret = float("inf") if summary.median_regret is None else summary.median_regret
    share = 1 / summary.n_tasks
    return (-summary.holds * share, summary.fails * share, regret)
