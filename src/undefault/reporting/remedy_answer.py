"""Do the common remedies work, and where do they harm? In sentences made from the table of remedies."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd

from undefault.reporting.wording import counted, listed, number_text, percent_text, signed_text

Tasks = Sequence[Mapping[str, Any]]


def answer_remedies(remedies: pd.DataFrame, sweep: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the answer: all remedies together, then each; last those that took no part, with the reason."""
    absent = tuple(f"{name} took no part: {reason}." for name, reason in sweep["absent_remedies"].items())
    if remedies.empty:
        return absent
    tested = remedies[remedies["remedy"].map(lambda name: not is_default(remedies, name))]
    each = tuple(_one(str(name), own, sweep["tasks"]) for name, own in tested.groupby("remedy"))
    itself = tuple(
        f"{name} is the default itself, and is what the others are set beside."
        for name in remedies["remedy"].drop_duplicates()
        if is_default(remedies, name)
    )
    return (*_overall(tested, sweep["alpha"]), *each, *itself, *absent)


def is_default(remedies: pd.DataFrame, name: str) -> bool:
    """Return whether a remedy changes nothing: its gain is exactly 0 on every task."""
    own = remedies[remedies["remedy"] == name]
    return bool((own[["gain", "gain_low", "gain_high"]] == 0).all(axis=None))


def _overall(tested: pd.DataFrame, alpha: float) -> tuple[str, ...]:
    if tested.empty:
        return ()
    counts = tested["family_verdict"].value_counts()
    helps, harms, alike, open_ = (int(counts.get(word, 0)) for word in ("helps", "harms", "no difference", "undecided"))
    pairs = f"{counted(len(tested), 'pair')} of task and remedy (family-wise {percent_text(alpha)})"
    told = f"help in {helps or 'none'} of {pairs}, harm in {harms or 'none'}, make no difference in {alike or 'none'}"
    return (f"The remedies {told}; {open_ or 'none'} {'is' if open_ == 1 else 'are'} undecided.",)


def _one(name: str, own: pd.DataFrame, tasks: Tasks) -> str:
    helps, harms = (own[own["family_verdict"] == word] for word in ("helps", "harms"))
    where = [f"helps on {len(helps) or 'none'}", f"harms on {len(harms) or 'none'}"]
    if len(harms):
        worst = harms.sort_values("gain").iloc[0]
        where[1] += f" (most on {worst['study']}: {signed_text(worst['gain'])})"
    told = (
        f"{name} {listed(where)} of {counted(len(own), 'task')}; its median gain is {signed_text(own['gain'].median())}"
    )
    return f"{told}.{_steps_sentence(harms, own, tasks)}"


def _steps_sentence(harms: pd.DataFrame, own: pd.DataFrame, tasks: Tasks) -> str:
    """Say how many optimizer steps the tasks have that a remedy harms, beside those that it does not."""
    steps = {task["study"]: task["epochs"] * ceil(task["n_train"] / task["batch_size"]) for task in tasks}
    others = own[~own["study"].isin(harms["study"])]
    if harms.empty or others.empty:
        return ""
    medians = (float(rows["study"].map(steps).median()) for rows in (harms, others))
    harmed, spared = (number_text(round(value)) for value in medians)
    return f" The tasks that it harms have a median of {harmed} optimizer steps, the others {spared}."
