"""One short list of settings for all tasks, and what it is worth on datasets it was not chosen on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from undefault.reporting.interval_bar import IntervalBar, draw_bar, shared_axis
from undefault.reporting.wording import counted, interval_text, signed_text, skill_text

INTERVAL = ("gain_low", "gain", "gain_high")
BEST_DEFAULT = "best default"


@dataclass(frozen=True)
class Member:
    """One setting of the list; position 0 is the best single default."""

    position: int
    candidate: str
    kind: str
    setting: str
    own_skill: str
    list_skill: str
    is_used: bool


@dataclass(frozen=True)
class ListGain:
    """A list of ``size`` settings against a default or a remedy, on datasets left out."""

    size: int
    against: str
    kind: str
    list_skill: str
    other_skill: str
    gain: str
    gain_sort: float
    interval: str
    bar: IntervalBar | None


@dataclass(frozen=True)
class Portfolio:
    """The list, its gains over the best default by size, and those of one size over every default and remedy."""

    decision: str
    members: tuple[Member, ...]
    by_size: tuple[ListGain, ...]
    beside: tuple[ListGain, ...]
    beside_size: int


def build_portfolio(settings: pd.DataFrame, gains: pd.DataFrame, margin: float) -> Portfolio | None:
    """Return the section's content; ``None`` where no list could be judged."""
    if settings.empty or gains.empty:
        return None
    members = tuple(_member(row) for row in settings.to_dict("records"))
    axis = shared_axis(gains, INTERVAL, margin)
    rows = tuple(
        _gain(row, draw_bar(axis, (row["gain_low"], row["gain"], row["gain_high"]), margin))
        for row in gains.to_dict("records")
    )
    size = max((member.position for member in members if member.is_used), default=0)
    beside_size = max(size, 1)
    by_size = tuple(row for row in rows if row.against == BEST_DEFAULT)
    beside = tuple(row for row in rows if row.against != BEST_DEFAULT and row.size == beside_size)
    decision = _decide(members, by_size, size, int(gains["n_datasets"].iloc[0]))
    return Portfolio(decision, members, by_size, beside, beside_size)


def _decide(members: tuple[Member, ...], by_size: tuple[ListGain, ...], size: int, n_datasets: int) -> str:
    judged = f"judged on {counted(n_datasets, 'dataset')}, each left out once"
    if size == 0:
        best = max(by_size, key=lambda row: row.gain_sort)
        return (
            f"Keep a default: no list is shown to beat the best single one, {members[0].candidate} ({judged}). "
            f"The best list, of {counted(best.size, 'setting')}, gains {best.gain} of skill, interval {best.interval}."
        )
    row = by_size[size - 1]
    return (
        f"Try the first {counted(size, 'setting')} and keep the best on validation rows: on datasets that it was "
        f"not chosen on, this gains {row.gain} of skill over the best single default, interval {row.interval} "
        f"({judged})."
    )


def _member(row: Mapping[Any, Any]) -> Member:
    return Member(
        position=int(row["position"]),
        candidate=row["candidate"],
        kind=row["kind"],
        setting=row["setting"],
        own_skill=skill_text(row["own_skill"]),
        list_skill=skill_text(row["list_skill"]),
        is_used=row["is_used"] == "True",
    )


def _gain(row: Mapping[Any, Any], bar: IntervalBar | None) -> ListGain:
    return ListGain(
        size=int(row["size"]),
        against=row["against"],
        kind=row["kind"],
        list_skill=skill_text(row["list_skill"]),
        other_skill=skill_text(row["other_skill"]),
        gain=signed_text(row["gain"]),
        gain_sort=float(row["gain"]),
        interval=interval_text(row["gain_low"], row["gain_high"]),
        bar=bar,
    )
