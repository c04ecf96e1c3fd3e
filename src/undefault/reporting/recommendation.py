"""The recommended setting of each task as code to paste, and whether plain Keras reproduced it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from undefault.reporting.wording import is_missing


@dataclass(frozen=True)
class Recommendation:
    """One task's setting; ``replay`` is a sentence."""

    study: str
    optimizer: str
    trial: int
    code: str
    replayed: bool
    replay: str


def build_recommendations(sweep: Mapping[str, Any]) -> tuple[Recommendation, ...]:
    """Return the recommendations in the file's order."""
    return tuple(
        Recommendation(
            study=entry["study"],
            optimizer=entry["optimizer"],
            trial=entry["trial"],
            code=entry["code"].strip("\n"),
            replayed=bool(entry["replayed"]),
            replay=replay_sentence(entry),
        )
        for entry in sweep["recommendations"]
    )


def replay_sentence(entry: Mapping[str, Any]) -> str:
    """Return whether plain Keras reproduced the setting of an entry of ``sweep.json``."""
    note = entry["replay_note"] or ""
    if not entry["replayed"]:
        return f"Not replayed through plain model.fit. {note}".strip()
    difference = entry["replay_max_relative_difference"]
    distance = "" if is_missing(difference) else f": losses differ by at most {difference:.1e} (relative)"
    return f"Replayed through plain model.fit{distance}. {note}".strip()
