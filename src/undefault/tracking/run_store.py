"""The runs of one sweep in MLflow, each created once and completed thereafter; only the child process loads this."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import final

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, Run, RunTag
from mlflow.utils.mlflow_tags import MLFLOW_PARENT_RUN_ID

from undefault.tracking.points import MetricPoint
from undefault.tracking.requests import RunStatus
from undefault.tracking.run_keys import RESUMED_WITH_TAG, SWEEP_TAG, Level, RunKey
from undefault.tracking.tracked import ParameterValue

PAGE_SIZE = 1000


@dataclass(frozen=True)
class RunContent:
    """What a run holds."""

    tags: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    points: Sequence[MetricPoint] = ()


@final
class RunStore:
    """Creates, completes and ends the runs of one sweep; finds those of an earlier start by their tags."""

    def __init__(self, client: MlflowClient, experiment_id: str, sweep_id: str) -> None:
        self._client = client
        self._experiment_id = experiment_id
        self._sweep_id = sweep_id
        self._run_ids: dict[RunKey, str] = {key: run.info.run_id for key, run in reversed(self.find())}

    def find(self) -> list[tuple[RunKey, Run]]:
        """Return the sweep's runs that are in MLflow now, newest first."""
        query, found, token = f"tags.`{SWEEP_TAG}` = '{self._sweep_id}'", list[Run](), None
        while True:
            page = self._client.search_runs([self._experiment_id], query, max_results=PAGE_SIZE, page_token=token)
            found.extend(page)
            token = page.token
            if not token:
                return [(RunKey.from_tags(run.data.tags), run) for run in found]

    def run_id(self, key: RunKey) -> str:
        """Return the id of the run ``key`` names; raises `LookupError` where there is none."""
        if key not in self._run_ids:
            raise LookupError(f"a run for {key} was expected in sweep {self._sweep_id}, found none; log it first")
        return self._run_ids[key]

    def put(self, key: RunKey, name: str, content: RunContent) -> str:
        """Create the run ``key`` names, or bring the one there is to ``content``; return its id."""
        if key in self._run_ids:
            self.complete(key, content)
            return self._run_ids[key]
        run_id = self._create(key, name, content.tags)
        self._log(run_id, content)
        return run_id

    def complete(self, key: RunKey, content: RunContent) -> None:
        """Write what the run ``key`` names does not hold yet.

        MLflow refuses other values for the parameters of a trial: a trial never changes its setting. A sweep may be
        resumed with other ones; a tag says so.
        """
        run_id = self.run_id(key)
        stored = self._client.get_run(run_id).data
        parameters = {
            name: value for name, value in content.parameters.items() if stored.params.get(name) != str(value)
        }
        tags = dict(content.tags)
        if key.level is not Level.TRIAL:
            changed = parameters.keys() & stored.params.keys()
            tags |= {f"{RESUMED_WITH_TAG}.{name}": str(parameters.pop(name)) for name in changed}
        points = self._missing(run_id, content.points, stored.metrics.keys())
        self._log(run_id, RunContent(tags, parameters, points), with_tags=True)

    def set_status(self, keys: Iterable[RunKey], status: RunStatus) -> None:
        """Set how the runs named by ``keys`` stand; any status but RUNNING ends them."""
        for key in keys:
            run_id = self.run_id(key)
            if status is RunStatus.RUNNING:
                self._client.update_run(run_id, status=status.value)
            else:
                self._client.set_terminated(run_id, status=status.value)

    def _create(self, key: RunKey, name: str, tags: Mapping[str, str]) -> str:
        every_tag = {**tags, **key.as_tags(), SWEEP_TAG: self._sweep_id}
        if key.parent is not None:
            every_tag[MLFLOW_PARENT_RUN_ID] = self.run_id(key.parent)
        run: Run = self._client.create_run(self._experiment_id, tags=every_tag, run_name=name)
        self._run_ids[key] = run.info.run_id
        return self._run_ids[key]

    def _log(self, run_id: str, content: RunContent, *, with_tags: bool = False) -> None:
        now = int(time.time() * 1000)
        self._client.log_batch(
            run_id,
            metrics=[Metric(point.key, point.value, now, point.step) for point in content.points],
            params=[Param(name, str(value)) for name, value in content.parameters.items()],
            tags=[RunTag(name, value) for name, value in content.tags.items()] if with_tags else [],
        )

    def _missing(self, run_id: str, points: Sequence[MetricPoint], stored: Iterable[str]) -> list[MetricPoint]:
        """Return the points that are not among those of the metrics already ``stored``."""
        known: set[MetricPoint] = set()
        for key in {point.key for point in points} & set(stored):
            history = self._client.get_metric_history(run_id, key)
            known |= {MetricPoint(key, metric.value, metric.step) for metric in history}
        return [point for point in points if point not in known]
