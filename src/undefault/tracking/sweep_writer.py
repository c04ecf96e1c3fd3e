"""A sweep as three levels of MLflow runs, sweep, study and trial; only the child process loads this."""

import getpass
import json
from collections import Counter
from typing import final

from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, Experiment, InputTag
from mlflow.utils.mlflow_tags import (
    MLFLOW_DATASET_CONTEXT,
    MLFLOW_RUN_NOTE,
    MLFLOW_SOURCE_NAME,
    MLFLOW_SOURCE_TYPE,
    MLFLOW_USER,
)

from undefault.tracking.open_runs import open_runs
from undefault.tracking.points import summary_points, trial_points
from undefault.tracking.requests import (
    AbandonSweep,
    Collect,
    FinishSweep,
    LogTrials,
    Request,
    RunStatus,
    StartStudy,
    StartSweep,
    Store,
    UpdateTrials,
)
from undefault.tracking.run_keys import Level, RunKey, trial_key
from undefault.tracking.run_store import RunStore
from undefault.tracking.runs import NewRun, RunContent
from undefault.tracking.tracked import TrackedDataset, TrackedTrial, TrackingSummary, TrialUpdate

SWEEP = RunKey(Level.SWEEP)


@final
class SweepWriter:
    """Turns requests into runs; a sweep is started first, a study before its trials."""

    def __init__(self, store: Store) -> None:
        self._client = MlflowClient(store.uri)
        self._experiment = _experiment(self._client, store)
        self._store_uri = store.uri
        self._curve_points = store.curve_points
        self._origin_tags = _origin_tags()
        self._open: list[RunKey] = []
        self._runs: RunStore

    def carry_out(self, request: Request) -> TrackingSummary | None:
        """Write what ``request`` asks for; return a summary where it asks for one."""
        match request:
            case StartSweep():
                self._start_sweep(request)
            case StartStudy():
                self._start_study(request)
            case LogTrials(trials):
                self._runs.put({trial_key(trial.study, trial.number): self._trial_run(trial) for trial in trials})
            case UpdateTrials(updates):
                self._runs.complete({trial_key(one.study, one.number): self._addition(one) for one in updates})
            case AbandonSweep(status):
                self._end(status)
            case Collect():
                return self._summary()
            case FinishSweep():
                return self._finish(request)
        return None

    def _start_sweep(self, request: StartSweep) -> None:
        self._runs = RunStore(open_runs(self._client, self._store_uri, self._experiment), request.sweep_id)
        self._put_open(SWEEP, request.name, request)

    def _start_study(self, request: StartStudy) -> None:
        run_id = self._put_open(RunKey(Level.STUDY, request.study), request.study, request)
        self._client.log_inputs(run_id, [_dataset_input(request.dataset)])

    def _put_open(self, key: RunKey, name: str, request: StartSweep | StartStudy) -> str:
        """Create or complete a run that stays open until the sweep ends."""
        tags = {**self._origin_tags, **request.tags, MLFLOW_RUN_NOTE: request.description}
        self._runs.put({key: NewRun(name, RunStatus.RUNNING, RunContent(tags, request.parameters))})
        self._open.append(key)
        return self._runs.run_id(key)

    def _trial_run(self, trial: TrackedTrial) -> NewRun:
        tags, points = {**self._origin_tags, **trial.tags}, trial_points(trial, self._curve_points)
        return NewRun(trial.name, RunStatus.FINISHED, RunContent(tags, trial.parameters, points))

    def _addition(self, update: TrialUpdate) -> RunContent:
        return RunContent(update.tags, points=trial_points(update, self._curve_points))

    def _finish(self, request: FinishSweep) -> TrackingSummary:
        for path in request.artifacts:
            self._client.log_artifact(self._runs.run_id(SWEEP), str(path))
        self._runs.complete({SWEEP: RunContent(points=summary_points(request.metrics))})
        self._end(RunStatus.FINISHED)
        return self._summary()

    def _end(self, status: RunStatus) -> None:
        if self._open:
            self._runs.set_status(self._open[::-1], status)

    def _summary(self) -> TrackingSummary:
        found = self._runs.find()
        trials = [(key, run_id) for key, run_id in found if key.level is Level.TRIAL]
        return TrackingSummary(
            experiment_id=self._experiment.experiment_id,
            sweep_run_id=self._runs.run_id(SWEEP),
            study_run_ids={key.study: run_id for key, run_id in found if key.level is Level.STUDY},
            trial_run_ids={(key.study, key.number): run_id for key, run_id in trials},
            n_trial_runs=dict(Counter(key.study for key, _ in trials)),
        )


def _experiment(client: MlflowClient, store: Store) -> Experiment:
    found = client.get_experiment_by_name(store.experiment)
    return found or client.get_experiment(client.create_experiment(store.experiment, store.artifact_location))


def _origin_tags() -> dict[str, str]:
    """Return who ran what, which MLflow's client leaves to its caller."""
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container's user need not have a name
        user = "unknown"
    return {MLFLOW_USER: user, MLFLOW_SOURCE_NAME: "undefault", MLFLOW_SOURCE_TYPE: "LOCAL"}


def _dataset_input(dataset: TrackedDataset) -> DatasetInput:
    entity = Dataset(
        name=dataset.name,
        digest=dataset.digest,
        source_type="undefault",
        source=json.dumps({"uri": dataset.source}),
        profile=json.dumps({"num_rows": dataset.n_rows, "num_features": dataset.n_features}),
    )
    return DatasetInput(entity, [InputTag(MLFLOW_DATASET_CONTEXT, "training")])
