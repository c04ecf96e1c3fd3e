"""What to change: each failing default with its interventions, its smallest fix and the code, and all by optimizer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.interventions import Cure, Outcome
from undefault.reporting.fix_sentences import (
    describe_fix,
    describe_rate,
    names_text,
    share_interval_text,
    share_text,
    summarize_fixes,
)
from undefault.reporting.recommendation import replay_sentence
from undefault.reporting.share_bar import ShareBar, draw_share
from undefault.reporting.wording import interval_text, number_text, signed_text

CURE_WORDS = tuple(cure.value for cure in Cure)


@dataclass(frozen=True)
class InterventionRow:
    """One change as printed."""

    name: str
    value: str
    share: str
    interval: str
    bar: ShareBar | None
    gain: str
    gain_interval: str
    n_seeds: str


@dataclass(frozen=True)
class FixCard:
    """One failing default; ``code`` is empty where nothing is recommended."""

    study: str
    optimizer: str
    outcome: str
    is_fix: bool
    fix: str
    sentence: str
    rate_sentence: str
    interventions: tuple[InterventionRow, ...]
    code: str
    replay: str


@dataclass(frozen=True)
class FixSummary:
    """One optimizer's failing defaults; ``rate_cures`` counts by `CURE_WORDS`."""

    optimizer: str
    n_failing: int
    rate_cures: tuple[int, ...]
    single: int
    several: int
    whole: int
    none: int


@dataclass(frozen=True)
class Fixes:
    """The section on what to change."""

    sentences: tuple[str, ...]
    summaries: tuple[FixSummary, ...]
    cards: tuple[FixCard, ...]


def build_fixes(interventions: pd.DataFrame, fixes: pd.DataFrame, written: Sequence[Mapping[str, Any]]) -> Fixes:
    """Return the section; ``written`` are the fixes of ``sweep.json`` with their code."""
    by_default = dict(list(interventions.groupby(["study", "optimizer"])))
    codes = {(entry["study"], entry["optimizer"]): entry for entry in written}
    rows = fixes.to_dict("records")
    keys = [(row["study"], row["optimizer"]) for row in rows]
    cards = [_card(row, by_default[key], codes.get(key)) for row, key in zip(rows, keys, strict=True)]
    summaries = [_summary(str(name), own) for name, own in fixes.groupby("optimizer", sort=True)]
    return Fixes(summarize_fixes(fixes), tuple(sorted(summaries, key=lambda one: -one.n_failing)), tuple(cards))


def _card(row: Mapping[Any, Any], interventions: pd.DataFrame, written: Mapping[str, Any] | None) -> FixCard:
    return FixCard(
        study=row["study"],
        optimizer=row["optimizer"],
        outcome=row["outcome"],
        is_fix=Outcome(row["outcome"]).is_fix,
        fix=row["fix"],
        sentence=describe_fix(row),
        rate_sentence=describe_rate(row),
        interventions=tuple(_intervention(one) for one in interventions.to_dict("records")),
        code="" if written is None else written["code"].strip("\n"),
        replay="" if written is None else replay_sentence(written),
    )


def _intervention(row: Mapping[Any, Any]) -> InterventionRow:
    applies = row["is_applicable"] == "True"
    share = row["share_won_back"], row["share_low"], row["share_high"]
    return InterventionRow(
        name=names_text(row["intervention"]),
        value=row["value"] if applies else "not applicable",
        share=share_text(share[0]),
        interval=share_interval_text(*share[1:]) if applies else "",
        bar=draw_share(*share),
        gain=signed_text(row["gain"]),
        gain_interval=interval_text(row["gain_low"], row["gain_high"]) if applies else "",
        n_seeds=number_text(row["n_seeds"]),
    )


def _summary(optimizer: str, rows: pd.DataFrame) -> FixSummary:
    proven = rows["outcome"] == Outcome.PROVEN.value
    whole = int((rows["outcome"] == Outcome.WHOLE.value).sum())
    single = int((proven & (rows["n_changes"] == 1)).sum())
    return FixSummary(
        optimizer=optimizer,
        n_failing=len(rows),
        rate_cures=tuple(int((rows["rate_cure"] == word).sum()) for word in CURE_WORDS),
        single=single,
        several=int(proven.sum()) - single,
        whole=whole,
        none=len(rows) - int(proven.sum()) - whole,
    )
