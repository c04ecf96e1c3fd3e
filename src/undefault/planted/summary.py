"""The benchmark of the checks on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from undefault.diagnosis import CHECKS
from undefault.diagnosis.rates import HEALTHY, Count, Rate, false_alarms, recall
from undefault.planted.measure import ANY


@dataclass(frozen=True)
class Line:
    """One check's rates on a half: how many planted failures it finds, on how many healthy runs it fires."""

    check: str
    recall: Rate
    false_alarms: Rate


def summarize(counts: Sequence[Count], *, half: str) -> list[Line]:
    """Return a line a check, and one for any of them, whose recall is of nothing."""
    return [
        Line(check, recall(counts, check, half=half), false_alarms(counts, check, half=half))
        for check in (*CHECKS, ANY)
    ]


def macro_recall(counts: Sequence[Count], *, half: str) -> float:
    """Return the mean of the checks' recalls, each check counting once."""
    recalls = [rate.share for check in CHECKS if (rate := recall(counts, check, half=half)).n]
    return sum(recalls) / len(recalls)


def confusion(counts: Sequence[Count], *, half: str) -> list[tuple[str, list[Count]]]:
    """Return each kind, healthy runs last, with its counts by check."""
    kinds = dict.fromkeys(count.kind for count in counts if count.half == half)
    ordered = [*(kind for kind in kinds if kind != HEALTHY), *(kind for kind in kinds if kind == HEALTHY)]
    return [(kind, [c for c in counts if (c.half, c.kind) == (half, kind)]) for kind in ordered]
