"""The runs of one sweep, each created once and completed thereafter; only the child process loads this."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import final

from mlflow.utils.mlflow_tags import MLFLOW_PARENT_RUN_ID

from undefault.tracking.requests import RunStatus
from undefault.tracking.run_keys import RESUMED_WITH_TAG, SWEEP_TAG, Level, RunKey
from undefault.tracking.runs import NewRun, RunContent, Runs


@final
class RunStore:
    """Creates, completes and ends the runs of one sweep; finds those of an earlier start by their tags."""

    def __init__(self, runs: Runs, sweep_id: str) -> None:
        self._runs, self._sweep_id = runs, sweep_id
        self._run_ids: dict[RunKey, str] = {}
        self._statuses: dict[RunKey, str] = {}
        for run in runs.find(SWEEP_TAG, sweep_id):
            key = RunKey.from_tags(run.tags)
            self._run_ids[key], self._statuses[key] = run.run_id, run.status

    def find(self) -> list[tuple[RunKey, str]]:
        """Return the keys and ids of the sweep's runs that are in MLflow now, oldest first."""
        return [(RunKey.from_tags(run.tags), run.run_id) for run in self._runs.find(SWEEP_TAG, self._sweep_id)]

    def run_id(self, key: RunKey) -> str:
        """Return the id of the run ``key`` names; raises `LookupError` where there is none."""
        if key not in self._run_ids:
            raise LookupError(f"a run for {key} was expected in sweep {self._sweep_id}, found none; log it first")
        return self._run_ids[key]

    def put(self, wanted: Mapping[RunKey, NewRun]) -> None:
        """Create runs, and bring those that there are to what is wanted."""
        new = {key: self._nested(key, run) for key, run in wanted.items() if key not in self._run_ids}
        old = {key: run for key, run in wanted.items() if key in self._run_ids}
        self._run_ids |= zip(new, self._runs.create(list(new.values())), strict=True)
        self._statuses |= {key: run.status for key, run in new.items()}
        self.complete({key: run.content for key, run in old.items()})
        for status in {run.status for run in old.values()}:
            self.set_status([key for key, run in old.items() if run.status is status], status)

    def complete(self, contents: Mapping[RunKey, RunContent]) -> None:
        """Write what runs do not hold yet.

        A trial never changes its setting: raises `ValueError` for another value of one of its parameters. A sweep may
        be resumed with other ones; a tag says so.
        """
        ids = {key: self.run_id(key) for key in contents}
        metrics = {point.key for content in contents.values() for point in content.points}
        stored = self._runs.read(list(ids.values()), metrics) if ids else {}
        missing = {ids[key]: _missing(key, content, stored[ids[key]]) for key, content in contents.items()}
        self._runs.add({run_id: content for run_id, content in missing.items() if content})

    def set_status(self, keys: Sequence[RunKey], status: RunStatus) -> None:
        """Set how the runs named by ``keys`` stand; any status but RUNNING ends them."""
        changed = [key for key in keys if self._statuses[key] != status]
        self._runs.set_status([self.run_id(key) for key in changed], status)
        self._statuses |= dict.fromkeys(changed, status)

    def _nested(self, key: RunKey, run: NewRun) -> NewRun:
        """Return ``run`` with the tags by which it is found again and shown under its parent."""
        parent = {} if key.parent is None else {MLFLOW_PARENT_RUN_ID: self.run_id(key.parent)}
        tags = {**run.content.tags, **key.as_tags(), SWEEP_TAG: self._sweep_id, **parent}
        return replace(run, content=replace(run.content, tags=tags))


def _missing(key: RunKey, content: RunContent, stored: RunContent) -> RunContent:
    """Return what of ``content`` is not ``stored``."""
    parameters = {name: str(value) for name, value in content.parameters.items()}
    changed = {name: value for name, value in parameters.items() if stored.parameters.get(name, value) != value}
    if changed and key.level is Level.TRIAL:
        held = {name: stored.parameters[name] for name in changed}
        raise ValueError(f"{key} must keep its parameters {held}, got {changed}; give a new setting a new trial")
    tags = {**content.tags, **{f"{RESUMED_WITH_TAG}.{name}": value for name, value in changed.items()}}
    points = set(stored.points)
    return RunContent(
        tags={name: value for name, value in tags.items() if stored.tags.get(name) != value},
        parameters={name: value for name, value in parameters.items() if name not in stored.parameters},
        points=[point for point in content.points if point not in points],
    )
