"""The tags by which a run of a sweep is found again, and nested in the UI."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

LEVEL_TAG = "undefault.level"
SWEEP_TAG = "undefault.sweep_id"
STUDY_TAG = "undefault.study"
TRIAL_TAG = "undefault.trial"
RESUMED_WITH_TAG = "undefault.resumed_with"


class Level(StrEnum):
    """How deep a run is nested."""

    SWEEP = "sweep"
    STUDY = "study"
    TRIAL = "trial"


class RunKey(NamedTuple):
    """Which run of a sweep: the sweep's own, that of a study, or that of a trial."""

    level: Level
    study: str = ""
    number: int = -1

    @property
    def parent(self) -> "RunKey | None":
        """The key of the run under which this one is nested."""
        if self.level is Level.SWEEP:
            return None
        return RunKey(Level.STUDY, self.study) if self.level is Level.TRIAL else RunKey(Level.SWEEP)

    def as_tags(self) -> dict[str, str]:
        """Return the tags from which `from_tags` makes an equal key."""
        tags = {LEVEL_TAG: self.level.value}
        if self.level is not Level.SWEEP:
            tags[STUDY_TAG] = self.study
        if self.level is Level.TRIAL:
            tags[TRIAL_TAG] = str(self.number)
        return tags

    @classmethod
    def from_tags(cls, tags: Mapping[str, str]) -> "RunKey":
        """Return the key that `as_tags` described."""
        return cls(Level(tags[LEVEL_TAG]), tags.get(STUDY_TAG, ""), int(tags.get(TRIAL_TAG, -1)))


def trial_key(study: str, number: int) -> RunKey:
    """Return the key of a trial's run."""
    return RunKey(Level.TRIAL, study, number)
