"""The tracker: what a sweep calls to have its trials shown in MLflow."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, final

from undefault.errors import OutputError
from undefault.redaction import redacted
from undefault.tracking.requests import (
    AbandonSweep,
    Collect,
    FinishSweep,
    LogTrials,
    Problem,
    Reply,
    RunStatus,
    StartStudy,
    StartSweep,
    Store,
    UpdateTrials,
)
from undefault.tracking.tracked import ParameterValue, TrackedDataset, TrackedTrial, TrackingSummary, TrialUpdate
from undefault.tracking.uri import absolute_uri, artifact_folder
from undefault.tracking.writer_process import Progress, WriterProcess

ABANDON_SECONDS = 20.0
STALL_SECONDS = 300.0

_SWEEP_ID = re.compile(r"[\w.:/-]+")


@final
class RunWriter:
    """Writes one sweep to MLflow as nested runs (sweep, study, trial) from a process of its own.

    Logging returns at once. A sweep started again under the same ``sweep_id`` completes the runs it has; ``lock``, a
    file of its own, keeps two starts of it from writing at once. While MLflow is down or busy, training goes on and
    requests wait; where waiting does not help, ``failed`` says why, and `finish` raises. Curves are thinned to
    ``curve_points`` epochs. ``artifact_root`` is where the artifacts of a new experiment go; ``None`` for a folder
    beside an SQLite file, or where the server decides.

    Raises `ConfigError` for a ``uri`` that names neither a database nor a server.
    """

    def __init__(
        self, uri: str, *, experiment: str, curve_points: int, lock: Path, artifact_root: Path | None = None
    ) -> None:
        if curve_points < 2:
            raise ValueError(
                f"curve_points must be 2 or more, to hold the first and the last epoch, got {curve_points}"
            )
        self._uri = uri
        store_uri = absolute_uri(uri)
        folder = artifact_root or artifact_folder(store_uri)
        location = folder.absolute().as_uri() if folder else None
        self._process = WriterProcess(Store(store_uri, location, experiment, curve_points, lock.absolute()))
        self._studies: set[str] = set()
        self._sweep_is_open = False

    def __enter__(self) -> Self:
        self._process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._sweep_is_open:
                self.finish(artifacts=(), metrics={})
            else:
                self._process.send(AbandonSweep(_status_after(kind)))
        finally:
            self._process.stop(0.0 if self._process.problem else ABANDON_SECONDS)

    @property
    def failed(self) -> str | None:
        """Why MLflow is no longer written to, or ``None`` while it is."""
        problem = self._process.problem
        return None if problem is None else self._explained(problem)

    def start_sweep(
        self,
        sweep_id: str,
        *,
        name: str,
        tags: Mapping[str, str],
        parameters: Mapping[str, ParameterValue],
        description: str,
    ) -> None:
        """Open the run of the sweep; ``description`` is Markdown."""
        if not _SWEEP_ID.fullmatch(sweep_id):
            raise ValueError(f"sweep_id must consist of letters, digits and _ . : / -, got {sweep_id!r}")
        self._process.send(StartSweep(sweep_id, name, dict(tags), dict(parameters), description))
        self._sweep_is_open = True

    def start_study(
        self,
        study: str,
        *,
        tags: Mapping[str, str],
        parameters: Mapping[str, ParameterValue],
        description: str,
        dataset: TrackedDataset,
    ) -> None:
        """Open the run of a study under that of the sweep; ``dataset`` becomes its input, in the context "training"."""
        if not self._sweep_is_open:
            raise ValueError(f"study {study!r} must belong to a sweep, got none; call start_sweep first")
        self._process.send(StartStudy(study, dict(tags), dict(parameters), description, dataset))
        self._studies.add(study)

    def log_trials(self, trials: Sequence[TrackedTrial]) -> None:
        """Queue a run for each of ``trials``, or what its run does not hold yet; returns at once."""
        self._require_studies(trials)
        if trials:
            self._process.send(LogTrials(tuple(trials)))

    def update_trials(self, updates: Sequence[TrialUpdate]) -> None:
        """Queue additions to the runs of trials that were logged, in this start of the sweep or an earlier one."""
        self._require_studies(updates)
        if updates:
            self._process.send(UpdateTrials(tuple(updates)))

    def collect(self, *, progress: Progress | None = None, stall_seconds: float = STALL_SECONDS) -> TrackingSummary:
        """Wait until everything queued is written and return what MLflow then holds; logging may go on.

        ``progress(n_written, n_queued)``, both in calls of this writer, is called whenever there was some. Raises
        `OutputError` if anything could not be written, or if ``stall_seconds`` pass without any progress.
        """
        self._process.send(Collect())
        return self._checked(self._process.answer(stall_seconds, progress))

    def finish(
        self,
        *,
        artifacts: Sequence[Path],
        metrics: Mapping[str, float],
        progress: Progress | None = None,
        stall_seconds: float = STALL_SECONDS,
    ) -> TrackingSummary:
        """Wait as `collect` does, end all runs and return what MLflow then holds.

        ``artifacts`` (files or folders) and ``metrics`` go to the run of the sweep.
        """
        self._sweep_is_open = False
        self._process.send(FinishSweep(tuple(Path(path).absolute() for path in artifacts), dict(metrics)))
        return self._checked(self._process.last_answer(stall_seconds, progress))

    def _checked(self, answer: Reply) -> TrackingSummary:
        if isinstance(answer, Problem):
            raise OutputError(self._explained(answer))
        return answer

    def _require_studies(self, trials: Sequence[TrackedTrial | TrialUpdate]) -> None:
        unknown = {trial.study for trial in trials} - self._studies
        if unknown:
            raise ValueError(f"trials must belong to a started study, got {sorted(unknown)}; call start_study first")

    def _explained(self, problem: Problem) -> str:
        return (
            f"MLflow at {redacted(self._uri)} could not be written: {problem.reason}; check that it is reachable, "
            "writable and not locked, then run make reconcile to write what is missing"
        )


def _status_after(kind: type[BaseException] | None) -> RunStatus:
    """Return how the runs end when the sweep is left with an exception of this kind."""
    if kind is None:
        return RunStatus.FINISHED
    return RunStatus.KILLED if issubclass(kind, KeyboardInterrupt | SystemExit) else RunStatus.FAILED
