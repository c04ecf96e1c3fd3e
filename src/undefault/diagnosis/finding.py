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
    """One check's answer; ``evidence`` is a sentence with the numbers it rests on."""

    mode: str
    answer: Answer
    evidence: str

    @classmethod
    def when(cls, mode: str, fires: bool, evidence: str) -> "Finding":  # noqa: FBT001
        """Return a finding that fires or is quiet."""
        return cls(mode, Answer.FIRES if fires else Answer.QUIET, evidence)
