"""What early stopping and shorter budgets would have done to the defaults, in sentences and two pictures."""

from dataclasses import dataclass

import pandas as pd

from undefault.reporting.line_chart import LineChart, draw_lines
from undefault.reporting.wording import counted, interval_text, number_text, signed_text

SHARES = (0.25, 0.5, 0.75)  # of the budget


@dataclass(frozen=True)
class PatienceRow:
    """What patience does to one optimizer's default on one task, with the best weights restored or the last kept."""

    study: str
    optimizer: str
    weights: str
    best: str
    best_regret: str
    zero_regret: str
    zero_regret_sort: float
    zero_interval: str
    zero_epochs: str
    n_seeds: int


@dataclass(frozen=True)
class ReplaySection:
    """The section's content."""

    sentences: tuple[str, ...]
    patience: LineChart
    budgets: LineChart
    rows: tuple[PatienceRow, ...]


def build_replay(patience: pd.DataFrame, every: pd.DataFrame, budgets: pd.DataFrame, margin: float) -> ReplaySection:
    """Return the section from ``patience.csv``, ``patience.parquet`` and ``budgets.parquet``."""
    sentences = (*_on_patience(patience, margin), _on_budgets(budgets, margin))
    rows = [_row(row) for _, row in patience.iterrows()]
    return ReplaySection(sentences, _patience_chart(every), _budget_chart(budgets), tuple(rows))


def _on_patience(patience: pd.DataFrame, margin: float) -> list[str]:
    last, best = (patience[patience["restores"] == word] for word in ("False", "True"))
    harmed, helped = last["zero_regret_low"] > margin, last["zero_regret_high"] < -margin
    shortest, never = best["best_low"], int((best["best_high"] >= best["budget"]).sum())
    middle, ninth = (number_text(float(shortest.quantile(share))) for share in (0.5, 0.9))
    ended = f"{number_text(last['zero_epochs'].median())} epochs (median over {counted(len(last), 'default')})"
    return [
        f"Keras's own default for EarlyStopping, patience 0 with the last weights, would have ended training "
        f"after {ended} at a mean regret of {signed_text(last['zero_regret'].mean())} validation skill; it harms "
        f"{int(harmed.sum())} of them by more than the margin of {margin:g} and helps {int(helped.sum())}.",
        f"With the best weights restored, the shortest patience that may be the best is "
        f"{middle} epochs at the median, and at most {ninth} for nine defaults in ten; "
        f"for {never} of {len(best)}, never stopping may be the best.",
    ]


def _on_budgets(budgets: pd.DataFrame, margin: float) -> str:
    last = budgets.groupby(["study", "optimizer"])["epochs"].transform("max")
    parts = []
    for share in SHARES:
        at = budgets[budgets["epochs"] == (last * share).round().clip(lower=1)]
        worse = int((at["regret_low"] > margin).sum())
        parts.append(
            f"{share:.0%} of the epochs {signed_text(at['regret'].mean())} ({worse} of {len(at)} shown to lose)"
        )
    return f"Of the whole budget's validation skill, defaults lose on average with {'; with '.join(parts)}."


def _patience_chart(every: pd.DataFrame) -> LineChart:
    means = every.groupby(["restores", "patience"])["regret"].mean()
    return draw_lines(
        [("last weights", "default", means["False"]), ("best weights restored", "tuned", means["True"])],
        x_label="patience in epochs",
    )


def _budget_chart(budgets: pd.DataFrame) -> LineChart:
    by_epoch = budgets.groupby("epochs")["regret"]
    return draw_lines(
        [
            ("mean over defaults", "default", by_epoch.mean()),
            ("median", "tuned", by_epoch.median()),
        ],
        x_label="budget in epochs",
    )


def _row(row: pd.Series) -> PatienceRow:
    low, high = (number_text(row[name]) for name in ("best_low", "best_high"))
    return PatienceRow(
        study=str(row["study"]),
        optimizer=str(row["optimizer"]),
        weights="best" if row["restores"] == "True" else "last",
        best=f"{number_text(row['best_patience'])} ({low} to {high})",
        best_regret=signed_text(row["best_regret"]),
        zero_regret=signed_text(row["zero_regret"]),
        zero_regret_sort=float(row["zero_regret"]),
        zero_interval=interval_text(row["zero_regret_low"], row["zero_regret_high"]),
        zero_epochs=number_text(round(float(row["zero_epochs"]), 1)),
        n_seeds=int(row["n_seeds"]),
    )
