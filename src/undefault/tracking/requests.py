"""What passes between the training process and the process that writes to MLflow."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from undefault.tracking.tracked import ParameterValue, TrackedDataset, TrackedTrial, TrackingSummary, TrialUpdate


class RunStatus(StrEnum):
    """How a run stands, in MLflow's words."""

    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    KILLED = "KILLED"


@dataclass(frozen=True)
class Store:
    """Where to write: ``uri`` is absolute, ``artifact_location`` ``None`` where the server decides.

    Who holds the ``lock``, a file of the sweep, writes.
    """

    uri: str
    artifact_location: str | None
    experiment: str
    curve_points: int
    lock: Path


@dataclass(frozen=True)
class StartSweep:
    """Create or reopen the run of a sweep."""

    sweep_id: str
    name: str
    tags: Mapping[str, str]
    parameters: Mapping[str, ParameterValue]
    description: str


@dataclass(frozen=True)
class StartStudy:
    """Create or reopen the run of a study."""

    study: str
    tags: Mapping[str, str]
    parameters: Mapping[str, ParameterValue]
    description: str
    dataset: TrackedDataset


@dataclass(frozen=True)
class LogTrials:
    """Create the runs of trials, or complete those they have."""

    trials: tuple[TrackedTrial, ...]


@dataclass(frozen=True)
class UpdateTrials:
    """Add to the runs of trials."""

    updates: tuple[TrialUpdate, ...]


@dataclass(frozen=True)
class Collect:
    """Answer with a summary of what is written."""


@dataclass(frozen=True)
class FinishSweep:
    """Attach artifacts and metrics to the sweep's run, end all runs and answer with a summary."""

    artifacts: tuple[Path, ...]
    metrics: Mapping[str, float]


@dataclass(frozen=True)
class AbandonSweep:
    """End the runs of the sweep and of its studies with ``status``, and answer nothing."""

    status: RunStatus


@dataclass(frozen=True)
class Delay:
    """Why a request has to be carried out once more: one sentence."""

    reason: str


@dataclass(frozen=True)
class Problem:
    """Why nothing more is written: one sentence."""

    reason: str


Request = StartSweep | StartStudy | LogTrials | UpdateTrials | Collect | FinishSweep | AbandonSweep
Reply = Problem | TrackingSummary
Message = Delay | Reply
