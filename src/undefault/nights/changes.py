"""How a night differs from the one before it, and what that may come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

# What may differ between two nights without any of their numbers being another
INDIFFERENT = ("seed", "title", "sweep", "tracking", "engine", "executor", "nightly")


class Cause(StrEnum):
    """What two nights differ in; the first that applies is given, and noise where none does."""

    DATA = "data"
    SPACE = "space"
    ENVIRONMENT = "environment"
    CODE = "code"
    NOISE = "noise"


class Kind(StrEnum):
    """What changed."""

    FLIPPED = "verdict flipped"
    DECIDED = "now decided by all nights"
    REOPENED = "no longer decided by all nights"
    FAILURE_MODE = "new failure mode"
    SLOWER = "slower"


@dataclass(frozen=True)
class Change:
    """One change, of an optimizer's default on a task or, with neither, of the whole night."""

    kind: Kind
    study: str
    optimizer: str
    before: str
    after: str
    cause: Cause

    @property
    def is_of_verdicts(self) -> bool:
        """Whether a verdict is another one now."""
        return self.kind in (Kind.FLIPPED, Kind.DECIDED, Kind.REOPENED)


SLOWER = 1.5  # times as long is worth a word
DECIDED = {"fails", "holds"}


def cause_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Cause:
    """Return what two nights differ in, by their ``sweep.json``."""
    if before["data"] != after["data"]:
        return Cause.DATA
    if _space(before) != _space(after):
        return Cause.SPACE
    if before["versions"] != after["versions"]:
        return Cause.ENVIRONMENT
    return Cause.CODE if before["commit"] != after["commit"] else Cause.NOISE


def are_comparable(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two nights measured the same: equal data, space and environment, whatever code."""
    return cause_between(one, other) in (Cause.CODE, Cause.NOISE)


def compare_nights(
    facts: tuple[Mapping[str, Any], Mapping[str, Any]],
    evidence: tuple[pd.DataFrame, pd.DataFrame],
    accumulated: tuple[pd.DataFrame, pd.DataFrame],
) -> list[Change]:
    """Return what changed from the first night of each pair to the second.

    ``facts`` are the two ``sweep.json``; ``evidence`` is each night's own; ``accumulated`` is what all nights up to
    each say together.
    """
    cause = cause_between(*facts)
    return [
        *_of_verdicts(*evidence, cause),
        *_of_modes(*evidence, cause),
        *_accumulated(*accumulated, cause),
        *_of_speed(*facts, cause),
    ]


def _joined(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[dict[str, Any]]:
    joined = before.merge(after, on=["study", "optimizer"], suffixes=("_before", "_after"))
    for row in joined.to_dict("records"):
        yield {str(name): value for name, value in row.items()}


def _of_verdicts(before: pd.DataFrame, after: pd.DataFrame, cause: Cause) -> Iterator[Change]:
    """Yield what fails in one night and holds in the other; what one leaves undecided is no change."""
    for whose, was, now in _verdicts(before, after):
        if {was, now} == DECIDED:
            yield Change(Kind.FLIPPED, *whose, was, now, cause)


def _accumulated(before: pd.DataFrame, after: pd.DataFrame, cause: Cause) -> Iterator[Change]:
    for whose, was, now in _verdicts(before, after):
        if was != now:
            yield Change(Kind.DECIDED if now in DECIDED else Kind.REOPENED, *whose, was, now, cause)


def _verdicts(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Yield each study and optimizer with its verdict before and after."""
    for row in _joined(before, after):
        yield (row["study"], row["optimizer"]), row["verdict_before"], row["verdict_after"]


def _of_modes(before: pd.DataFrame, after: pd.DataFrame, cause: Cause) -> Iterator[Change]:
    for row in _joined(before, after):
        was, now = (set(_modes(row[f"failure_modes_{when}"])) for when in ("before", "after"))
        if now - was and row["verdict_after"] == "fails":
            shown = "; ".join(sorted(was)), "; ".join(sorted(now))
            yield Change(Kind.FAILURE_MODE, row["study"], row["optimizer"], *shown, cause)


def _of_speed(before: Mapping[str, Any], after: Mapping[str, Any], cause: Cause) -> Iterator[Change]:
    was, now = (facts["wall_seconds"]["total"] for facts in (before, after))
    if now > SLOWER * was:
        yield Change(Kind.SLOWER, "", "", f"{was:.0f} s", f"{now:.0f} s", cause)


def _modes(text: str) -> list[str]:
    return [mode.strip() for mode in str(text).split(";") if mode.strip()]


def _space(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts["config"].items() if key not in INDIFFERENT}
