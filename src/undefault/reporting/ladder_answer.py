"""The questions that a ladder of tasks answers, in sentences made from the tables of trends and rungs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from undefault.reporting.wording import (
    MISSING,
    counted,
    interval_text,
    is_missing,
    listed,
    number_text,
    percent_text,
    signed_text,
)


@dataclass(frozen=True)
class LadderWords:
    """How one kind of ladder is spoken of.

    ``small`` and ``large`` name its two sides, ``step`` what a slope is per, ``verdicts`` are the words of the answer
    where small tasks want smaller rates, larger ones, or differ by optimizer.
    """

    question: str
    title: str
    what: str
    small: str
    large: str
    step: str


WORDS = {
    "parameters": LadderWords(
        "Why do small networks exceed Keras's optimizer defaults?",
        "Small networks",
        "parameters",
        "below 2,000 parameters",
        "from 2,000 parameters on",
        "for every tenfold number of parameters",
    ),
    "rows": LadderWords(
        "Is a very small learning rate necessary for very small datasets?",
        "Small datasets",
        "training rows",
        "below 100 training rows",
        "from 100 training rows on",
        "for every tenfold number of training rows",
    ),
    "noise": LadderWords(
        "Does label noise ask for a smaller learning rate?",
        "Label noise",
        "label noise",
        "with clean labels",
        "with noisy labels",
        "for every 0.1 of label noise",
    ),
}


def answer_ladder(ladder: str, trends: pd.DataFrame, rungs: pd.DataFrame, sweep: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the answer, the shortest first; ``trends`` and ``rungs`` hold the rows of that ladder alone."""
    words, kinds = WORDS[ladder], dict(iter(trends.groupby("quantity")))
    empty = trends.iloc[:0]
    regret, ratio = kinds.get("regret", empty), kinds.get("rate_ratio", empty)
    by_rate = kinds.get("rate_regret", empty)
    sentences = (
        _conclusion(ladder, regret if by_rate.empty else by_rate, ratio),
        _scope(words, trends, rungs),
        _loss_sentence(words, regret, "Regret"),
        _loss_sentence(words, by_rate, "What the default rate alone loses to the best one"),
        _trend_sentence(regret, words, "The regret of the default", _skill_text),
        _trend_sentence(by_rate, words, "What the default rate alone loses", _skill_text),
        _side_sentence(words, ratio),
        _trend_sentence(ratio, words, "The best learning rate", _rate_text),
        _unlearned(rungs),
        _steps_caution(ladder, rungs, sweep),
        f"Intervals span sources of data and hold for all optimizers of a question together ({_level(sweep)}).",
    )
    return tuple(sentence for sentence in sentences if sentence)


def _conclusion(ladder: str, regret: pd.DataFrame, ratio: pd.DataFrame) -> str:
    """Answer the question itself, as far as the numbers decide it."""
    return {"parameters": _on_networks, "rows": _on_rows, "noise": _on_noise}[ladder](regret, ratio)


def _on_networks(regret: pd.DataFrame, ratio: pd.DataFrame) -> str:
    more = _named(regret[regret["difference_low"] > 0])
    if more:
        start = f"Small networks exceed the default of {listed(more)}, which loses more there than on larger networks."
    else:
        start = (
            "Small networks are not shown to exceed the defaults more than larger ones do: no default is shown to lose "
            "more below 2,000 parameters than from there on."
        )
    small, large = _sides(ratio)
    if not small and not large:
        return f"{start} Whether their default rates are too small or too large is not decided."
    sizes = f"too small for {listed(small) or 'none'}, and too large for {listed(large) or 'none'}"
    return f"{start} Below 2,000 parameters the default rate is shown to be {sizes}."


def _on_rows(_regret: pd.DataFrame, ratio: pd.DataFrame) -> str:
    below, above = _sides(ratio)
    open_ = [name for name in _named(ratio) if name not in (*below, *above)]
    told = []
    if above:
        told.append(f"Yes for {listed(above)}: below 100 training rows the best rate is below the default.")
    if below:
        told.append(
            f"No for {listed(below)}: below 100 training rows the best rate is above the default, at these epochs."
        )
    if open_:
        told.append(f"For {listed(open_)} the data do not decide.")
    return " ".join(told) if told else "No ladder of learning rates was tried, so the question stays open."


def _on_noise(_regret: pd.DataFrame, ratio: pd.DataFrame) -> str:
    told = []
    for word, answer in (
        ("falls", "Yes for {}: the best rate falls with label noise."),
        ("rises", "No for {}: the best rate rises with label noise."),
        ("flat", "No for {}: over the whole ladder the best rate moves by less than a factor of two."),
        ("undecided", "For {} the data do not decide."),
    ):
        names = _named(ratio[ratio["direction"] == word])
        told += [answer.format(listed(names))] if names else []
    return " ".join(told) if told else "No ladder of learning rates was tried, so the question stays open."


def _sides(ratio: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the optimizers whose default rate is shown to be too small, and too large, on the small side."""
    return _named(ratio[ratio["small_low"] > 0]), _named(ratio[ratio["small_high"] < 0])


def _scope(words: LadderWords, trends: pd.DataFrame, rungs: pd.DataFrame) -> str:
    places = rungs.drop_duplicates("rung")["place"]
    low, high = (number_text(round(float(end), 2)) for end in (places.min(), places.max()))
    n_sources = int(trends["n_sources"].max())
    of_sources = f"{counted(n_sources, 'source')} of data"
    return f"Measured on {counted(len(places), 'rung')} from {low} to {high} {words.what}, on {of_sources}."


def _loss_sentence(words: LadderWords, regret: pd.DataFrame, subject: str) -> str:
    """Say by how much more the defaults lose on the small side."""
    known = regret[regret["difference"].notna()]
    if known.empty:
        return ""
    told = [f"{row['optimizer']} {_skill_text(row, 'difference')}" for row in known.to_dict("records")]
    return f"{subject} {words.small}, less that {words.large}, in skill: {listed(told)}."


def _side_sentence(words: LadderWords, ratio: pd.DataFrame) -> str:
    """Say how many times the default the best rate is on the small side."""
    known = ratio[ratio["small"].notna()]
    if known.empty:
        return ""
    told = [f"{row['optimizer']} {_rate_text(row, 'small')}" for row in known.to_dict("records")]
    return f"The best rate {words.small}, as a multiple of the default: {listed(told)}."


def _trend_sentence(
    rows: pd.DataFrame, words: LadderWords, subject: str, told_by: Callable[[Mapping[Any, Any], str], str]
) -> str:
    """Say how a quantity moves along the ladder, optimizers of one direction together."""
    told = []
    for word in ("rises", "falls", "flat", "undecided"):
        own = rows[rows["direction"] == word].to_dict("records")
        named = listed([f"{row['optimizer']} ({told_by(row, 'slope')})" for row in own])
        if own:
            verb = {
                "rises": f"rises for {named}",
                "falls": f"falls for {named}",
                "flat": f"does not move enough to matter for {named}",
                "undecided": f"is left undecided for {named}",
            }[word]
            told.append(verb)
    return f"{subject}, {words.step}: {'; '.join(told)}." if told else ""


def _skill_text(row: Mapping[Any, Any], name: str) -> str:
    return f"{signed_text(row[name])} {interval_text(row[f'{name}_low'], row[f'{name}_high'])}"


def _rate_text(row: Mapping[Any, Any], name: str) -> str:
    return f"{times_text(row[name])} {times_interval(row[f'{name}_low'], row[f'{name}_high'])}"


def _unlearned(rungs: pd.DataFrame) -> str:
    """Say where no rate learned anything, and where the best one is the first or last of the ladder."""
    n_pairs, n_learned, n_edge = (int(rungs[name].sum()) for name in ("n_tasks", "n_learned", "n_at_edge"))
    if n_learned == 0:
        return ""
    learned = f"In {n_learned:,} of {counted(n_pairs, 'pair')} of task and optimizer some rate learned something"
    rest = "; the others say nothing of rates" if n_learned < n_pairs else ""
    edge = f"In {n_edge or 'none'} the best rate is the first or the last that was tried"
    return f"{learned}{rest}. {edge}."


def _steps_caution(ladder: str, rungs: pd.DataFrame, sweep: Mapping[str, Any]) -> str:
    """Say that rows also change the number of steps where the budget is in epochs."""
    if ladder != "rows":
        return ""
    places = rungs["place"]
    own = [task for task in sweep["tasks"] if places.min() <= task["n_train"] <= places.max()]
    if not own:
        return ""
    steps = sorted((task["n_train"], task["epochs"] * ceil(task["n_train"] / task["batch_size"])) for task in own)
    (fewest, short), (most, long) = steps[0], steps[-1]
    ends = f"{number_text(short)} optimizer steps at {fewest} rows, {number_text(long)} at {most}"
    return f"The budget is in epochs, so rows also change the number of steps: {ends}; the two are not told apart here."


def _level(sweep: Mapping[str, Any]) -> str:
    return percent_text(1 - sweep["alpha"])


def _named(rows: pd.DataFrame) -> list[str]:
    return [str(name) for name in rows["optimizer"]]


def times_text(decades: float) -> str:
    """Return a ratio of rates from its decadic logarithm.

    >>> times_text(1.0), times_text(-0.5)
    ('10 times', '0.32 times')
    """
    return MISSING if is_missing(decades) else f"{_two_digits(10**decades)} times"


def times_interval(low: float, high: float) -> str:
    """Return both ends of a ratio of rates, from decadic logarithms.

    >>> times_interval(0.0, 2.0)
    '[1, 100]'
    """
    return "[" + ", ".join(MISSING if is_missing(end) else _two_digits(10**end) for end in (low, high)) + "]"


def _two_digits(value: float) -> str:
    return f"{float(f'{value:.2g}'):,.10g}"
