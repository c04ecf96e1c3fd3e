"""The interfaces between the sweep and its parts; one implementation or more each, on floor 2."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from undefault.problem import Problem
from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training
from undefault.specs import SearchSpace
from undefault.stability.limits import SharpnessPath
from undefault.trials import Trial

PROPOSED = "proposed"
DEFAULT = "default"


class Way(StrEnum):
    """How a task's network is trained; the first is the fastest."""

    KERNELS = "kernels"
    TENSORFLOW = "tensorflow"
    MODEL_FIT = "model.fit"


class Engine(ABC):
    """Trains every setting on every seed of a task.

    A training depends on its task, setting and replicate alone, never on what else is trained in the same call; but
    how long it goes on may depend on the others, by the ``pruning`` that is asked for.
    """

    @abstractmethod
    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        """Return one training a setting, in order, each over all replicates in order."""


class Curvature(ABC):
    """Measures how sharply the training loss bends."""

    @abstractmethod
    def path(self, task: Task, replicate: Replicate, *, span: float) -> SharpnessPath | None:
        """Return the sharpness along descent with small steps from the initial weights; ``None`` where it has none.

        The path ends at time ``span / sharpness``, of the sharpest point on it.
        """

    @abstractmethod
    def adaptive_path(self, task: Task, replicate: Replicate, *, span: float) -> SharpnessPath | None:
        """Return the preconditioned sharpness along adaptive descent.

        The preconditioner, which divides each weight's step, is the root mean square of all its gradients so far;
        sharpness is that of the Hessian with both sides divided by its root. The path ends at time ``span /
        sharpness``, of its last point.
        """


@dataclass(frozen=True)
class Request:
    """One trial to ask for: a known setting with its origin's name, or ``None`` for one that the sampler proposes.

    A proposal is the one at ``place``, from 0, of the ``share`` that its optimizer gets in all.
    """

    optimizer: str
    origin: str = PROPOSED
    setting: Setting | None = None
    place: int = 0
    share: int = 1


@dataclass(frozen=True)
class Proposal:
    """A setting to train, with its trial number and where it came from."""

    number: int
    origin: str
    setting: Setting


class Study(ABC):
    """Proposes settings for one task and learns from their objectives."""

    @abstractmethod
    def ask(self, requests: Sequence[Request], *, first: int) -> list[Proposal]:
        """Return one proposal a request, numbered from ``first``; a trial asked before is given as it was."""

    @abstractmethod
    def tell(self, number: int, value: float, *, stopped_at: Mapping[int, float] | None = None) -> None:
        """Take the objective of a trial, a finite number; a trial told before is left as it is.

        A pruned trial comes with its objective after each number of epochs at which it was looked at, the last of which
        is ``value``.
        """

    @abstractmethod
    def widen(self, optimizer: str, space: SearchSpace) -> None:
        """Propose the optimizer's settings from ``space`` from now on; all its trials so far stay."""

    @property
    @abstractmethod
    def n_complete(self) -> int:
        """The number of trials told."""


@dataclass(frozen=True)
class Tracked:
    """What a tracker holds: the run id of each trial by study and number, and where to look at them.

    Where it could not be asked, ``behind`` says why, and there are no ids.
    """

    run_ids: Mapping[tuple[str, int], str]
    location: Mapping[str, str]
    behind: str | None = None


class Tracker(ABC):
    """Keeps trials where people browse them, off the training path."""

    @abstractmethod
    def begin_study(self, problem: Problem) -> None:
        """Open the study of a task."""

    @abstractmethod
    def keep(self, problem: Problem, trials: Sequence[Trial]) -> None:
        """Keep the trials as they are now; a trial kept before is brought up to date. Returns at once."""

    @abstractmethod
    def collect(self) -> Tracked:
        """Wait until all is kept, if that does not take too long, and ask what is there."""

    @abstractmethod
    def finish(self, artifacts: Sequence[Path]) -> str | None:
        """Attach files to the sweep and end it; return why that failed, if it did."""
