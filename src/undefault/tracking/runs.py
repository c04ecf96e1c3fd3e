"""What the tracker asks of MLflow, whichever way it gets there."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from undefault.tracking.points import MetricPoint
from undefault.tracking.requests import RunStatus
from undefault.tracking.tracked import ParameterValue


@dataclass(frozen=True)
class RunContent:
    """What a run holds."""

    tags: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    points: Sequence[MetricPoint] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.parameters or self.points)


@dataclass(frozen=True)
class NewRun:
    """A run to create, with all that it holds; any status but RUNNING means that it has ended."""

    name: str
    status: RunStatus
    content: RunContent


@dataclass(frozen=True)
class FoundRun:
    """A run as a search finds it."""

    run_id: str
    status: str
    tags: Mapping[str, str]


class Runs(ABC):
    """The runs of one experiment."""

    @abstractmethod
    def find(self, tag: str, value: str) -> list[FoundRun]:
        """Return the runs that bear a tag and were not deleted, oldest first."""

    @abstractmethod
    def create(self, runs: Sequence[NewRun]) -> list[str]:
        """Create runs and return their ids, in order."""

    @abstractmethod
    def read(self, run_ids: Sequence[str], metrics: Collection[str]) -> dict[str, RunContent]:
        """Return what runs hold, by id: all tags and parameters, the points of ``metrics``."""

    @abstractmethod
    def add(self, contents: Mapping[str, RunContent]) -> None:
        """Add to runs, by id: parameters and points that they do not hold yet, tags that are new or have changed."""

    @abstractmethod
    def set_status(self, run_ids: Iterable[str], status: RunStatus) -> None:
        """Set how runs stand; any status but RUNNING ends them."""
