"""The claims of the field with their answers."""

from dataclasses import dataclass

import pandas as pd

from undefault.claims import Answer
from undefault.reporting.interval_bar import IntervalBar, draw_bar, shared_axis
from undefault.reporting.wording import MISSING, interval_text, is_missing, percent_text, signed_text

INTERVAL = ("low", "effect", "high")


@dataclass(frozen=True)
class ClaimRow:
    """One claim as printed; ``answer`` is one of `Answer`, ``said`` its words."""

    name: str
    statement: str
    answer: str
    said: str
    effect: str
    interval: str
    unit: str
    bar: IntervalBar | None
    smallest: str
    n_sources: int
    n_tasks: int
    evidence: str


def build_claim_rows(claims: pd.DataFrame) -> tuple[ClaimRow, ...]:
    """Return the rows in the file's order; a bar spans its own claim's units, so that each has an axis of its own."""
    return tuple(_row(claims.iloc[[place]], row) for place, row in enumerate(claims.to_dict("records")))


def _row(frame: pd.DataFrame, row: dict[object, object]) -> ClaimRow:
    effect, low, high, smallest = (float(str(row[name])) for name in ("effect", "low", "high", "smallest"))
    axis = shared_axis(frame, INTERVAL, abs(smallest))
    return ClaimRow(
        name=str(row["name"]),
        statement=str(row["statement"]),
        answer=str(row["answer"]),
        said=f"depends on {row['depends_on']}" if row["answer"] == Answer.DEPENDS.value else str(row["answer"]),
        effect=signed_text(effect),
        interval=MISSING if is_missing(low) else interval_text(low, high),
        unit=str(row["unit"]),
        bar=draw_bar(axis, (low, effect, high), smallest),
        smallest=signed_text(smallest),
        n_sources=int(str(row["n_sources"])),
        n_tasks=int(str(row["n_tasks"])),
        evidence=str(row["evidence"]),
    )


def count_claims(claims: pd.DataFrame, alpha: float) -> str:
    """Return in a sentence how many claims have which answer."""
    counts = claims["answer"].value_counts()
    words = {Answer.SUPPORTED: "supported", Answer.REFUTED: "refuted", Answer.UNDECIDED: "left undecided"}
    told = [f"{int(counts.get(answer.value, 0)) or 'none'} {word}" for answer, word in words.items()]
    told.insert(2, f"{int(counts.get(Answer.DEPENDS.value, 0)) or 'none'} found to depend on the tasks")
    rate = f"all answers together at an error rate of {percent_text(alpha)}"
    return f"Of {len(claims)} claims of the field, {', '.join(told[:3])} and {told[3]} ({rate})."
