"""What a check answers."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """Whether a failure mode is there."""

    FIRES = "fires"
    QUIET = "quiet"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Finding:
    """One check's answer.

    ``evidence`` is a sentence with the numbers it rests on. ``severity`` is 0 where the check does not fire, and else
    from 0, just beyond its threshold, to 1, as far beyond as can be.
    """

    check: str
    answer: Answer
    evidence: str
    severity: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.severity <= 1:
            raise ValueError(f"severity must lie between 0 and 1, got {self.severity}")

    @classmethod
    def when(cls, check: str, fires: bool, evidence: str, *, severity: float) -> "Finding":  # noqa: FBT001
        """Return a finding that fires with this severity, or is quiet."""
        return cls(check, Answer.FIRES, evidence, severity) if fires else cls(check, Answer.QUIET, evidence)

    @classmethod
    def none(cls, check: str, why: str) -> "Finding":
        """Return that the check does not apply, and why."""
        return cls(check, Answer.NOT_APPLICABLE, why)


def beyond(value: float, limit: float) -> float:
    """Return how far a positive value is beyond a limit: 0 at it, 0.9 at ten times it, 1 at infinity or NaN.

    >>> beyond(10.0, 1.0), beyond(1.0, 2.0)
    (0.9, 0.0)
    """
    return 1.0 if not value < float("inf") else max(0.0, 1.0 - limit / value) if value > 0 else 0.0
