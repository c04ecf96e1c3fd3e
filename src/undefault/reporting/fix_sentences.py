"""What to change about failing defaults, in sentences made from ``fixes.csv`` alone."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from undefault.interventions import EPOCHS, FEATURE_SCALING, TARGET_SCALING, Cure, Outcome
from undefault.interventions.share import ENOUGH
from undefault.reporting.wording import MISSING, NO_BREAK_SPACE, counted, is_missing, listed, number_text


def share_text(share: float) -> str:
    """Return a share of the regret in whole percent.

    >>> share_text(0.978).replace(NO_BREAK_SPACE, " "), share_text(-0.001).replace(NO_BREAK_SPACE, " ")
    ('98 %', '0 %')
    """
    if is_missing(share):
        return MISSING
    return f"{round(100 * share)}{NO_BREAK_SPACE}%".replace("-", "\N{MINUS SIGN}")


def share_interval_text(low: float, high: float) -> str:
    """Return both ends of a share's interval; an end that the seeds leave open is said so."""
    if is_missing(low) and is_missing(high):
        return "no bounds"
    ends = ("no lower bound" if is_missing(low) else share_text(low), "open" if is_missing(high) else share_text(high))
    return " to ".join(ends)


def describe_fix(row: Mapping[Any, Any]) -> str:
    """Return the smallest fix of one failing default as a sentence."""
    interval = share_interval_text(row["share_low"], row["share_high"])
    won = f"{share_text(row['share_won_back'])} of the regret ({interval})"
    if row["outcome"] == Outcome.NOTHING_LEARNS:
        return (
            "No optimizer fix is recommended: on fresh seeds the tuned setting itself is not shown to beat a constant "
            "prediction, so no setting learns here."
        )
    if row["outcome"] == Outcome.NOT_REPEATED:
        return "No fix is recommended: on fresh seeds the default was not shown to be worse again."
    if row["outcome"] == Outcome.WHOLE:
        return (
            f"Nothing less than the whole tuned setting is proven to win back {share_text(ENOUGH)}{_tried(row, won)}."
        )
    if row["changes"] == EPOCHS:
        return f"More epochs alone win back {won}: the setting is right, the budget too short. It costs their time."
    if row["changes"] in (FEATURE_SCALING, TARGET_SCALING):
        what = "features" if row["changes"] == FEATURE_SCALING else "target"
        return f"Scaling the {what} (mean 0, variance 1) wins back {won}: the optimizer can stay as it is."
    return f"{row['fix']} wins back {won}; nothing else needs to change."


def _tried(row: Mapping[Any, Any], won: str) -> str:
    """Return what came of the smaller set that seemed to do, if there was one."""
    if len(row["rerun_changes"].split(";")) >= row["n_differing"]:
        return ""
    return f": {names_text(row['rerun_changes'])} alone came to {won} on fresh seeds"


def describe_rate(row: Mapping[Any, Any]) -> str:
    """Return whether a learning rate alone cures the failure, as a sentence."""
    interval = share_interval_text(row["rate_low"], row["rate_high"])
    won = f"{number_text(row['rate'])} wins back {share_text(row['rate_share'])} ({interval})"
    return {
        Cure.CURES.value: f"A bad default rate: a learning rate of {won}.",
        Cure.DOES_NOT.value: f"Not a bad rate alone: no learning rate cures it; the best, {won}.",
        Cure.OPEN.value: f"Whether a learning rate alone cures it is open: {won}.",
    }[row["rate_cure"]]


def names_text(changes: str) -> str:
    """Return the names of changes as people read them.

    >>> names_text("learning_rate;decay")
    'learning rate and decay'
    """
    return " and ".join(name.replace("_", " ") for name in changes.split(";"))


def summarize_fixes(fixes: pd.DataFrame) -> tuple[str, ...]:
    """Return how many failing defaults a learning rate alone cures, and how many have a proven fix."""
    if fixes.empty:
        return ("No default fails in this sweep, so nothing has to change.",)
    return (_rate_sentence(fixes), _fix_sentence(fixes))


def _rate_sentence(fixes: pd.DataFrame) -> str:
    cures = fixes["rate_cure"].value_counts()
    by_rate, not_by_rate, is_open = (int(cures.get(cure.value, 0)) for cure in (Cure.CURES, Cure.DOES_NOT, Cure.OPEN))
    without = f"; in {not_by_rate} no learning rate does" if not_by_rate else ""
    rest = f"; in {is_open} it is open" if is_open else ""
    return (
        f"In {by_rate or 'none'} of {counted(len(fixes), 'failing default')} the learning rate alone wins back "
        f"{share_text(ENOUGH)} of the regret{without}{rest}."
    )


def _fix_sentence(fixes: pd.DataFrame) -> str:
    proven = fixes[fixes["outcome"] == Outcome.PROVEN.value]
    single, whole = int((proven["n_changes"] == 1).sum()), int((fixes["outcome"] == Outcome.WHOLE.value).sum())
    without = len(fixes) - len(proven) - whole
    counts = {
        "by a single change": single,
        "by a few": len(proven) - single,
        "by nothing less than the whole tuned setting": whole,
    }
    mended = [f"{n} {'is' if n == 1 else 'are'} mended {how}" for how, n in counts.items() if n] or ["none is mended"]
    unmended = f"; for {without} no fix is recommended" if without else ""
    return f"Of {counted(len(fixes), 'failing default')}, run again on fresh seeds, {listed(mended)}{unmended}."
