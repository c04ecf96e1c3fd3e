"""Runs of sweeps deleted for good, with their artifacts."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from undefault.errors import OutputError
from undefault.redaction import without_secrets
from undefault.tracking.run_keys import SWEEP_TAG
from undefault.tracking.telemetry import TELEMETRY_OFF
from undefault.tracking.uri import SERVER_SCHEMES, absolute_uri

PER_CALL = 1000  # ids on one command line
PAGE_SIZE = 1000


def delete_runs(uri: str, experiment: str, sweep_ids: Sequence[str]) -> int:
    """Delete all runs of sweeps, and return how many there were.

    From a database they are gone for good, rows and artifacts; a server keeps deleted runs until ``mlflow gc`` is run
    where it stands. Raises `OutputError` where the store cannot be written.
    """
    store = absolute_uri(uri)
    try:
        artifacts = {
            run_id: place
            for sweep_id in sweep_ids
            for run_id, place in _mark_deleted(store, experiment, sweep_id).items()
        }
    except Exception as error:  # whatever MLflow raises becomes a message
        raise OutputError(f"runs must be deleted, got: {without_secrets(str(error), uri)}") from error
    if store.partition(":")[0] not in SERVER_SCHEMES:
        run_ids = list(artifacts)
        for start in range(0, len(run_ids), PER_CALL):
            _collect_garbage(store, run_ids[start : start + PER_CALL])
        for run_id, place in artifacts.items():
            _remove_folder(run_id, place)
    return len(artifacts)


def _mark_deleted(store: str, experiment: str, sweep_id: str) -> dict[str, str]:
    """Mark the runs of a sweep as deleted; return where their artifacts are by id, also of those marked before."""
    os.environ.update(TELEMETRY_OFF)
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    from mlflow import MlflowClient
    from mlflow.entities import ViewType

    client = MlflowClient(store)
    found = client.get_experiment_by_name(experiment)
    if found is None:
        return {}
    query, artifacts, token = f"tags.`{SWEEP_TAG}` = '{sweep_id}'", dict[str, str](), None
    while True:
        page = client.search_runs(
            [found.experiment_id], query, run_view_type=ViewType.ALL, max_results=PAGE_SIZE, page_token=token
        )
        for run in page:
            artifacts[run.info.run_id] = str(run.info.artifact_uri)
            if run.info.lifecycle_stage == "active":
                client.delete_run(run.info.run_id)
        token = page.token
        if not token:
            return artifacts


def _remove_folder(run_id: str, artifacts: str) -> None:
    """Remove the folder of a run, which ``mlflow gc`` leaves empty."""
    folder = Path(unquote(urlsplit(artifacts).path)).parent
    if urlsplit(artifacts).scheme in ("", "file") and folder.name == run_id:
        shutil.rmtree(folder, ignore_errors=True)


def _collect_garbage(store: str, run_ids: Sequence[str]) -> None:
    # The address may hold a password, which the environment does not show to other users as a command line does
    environment = {**os.environ, **TELEMETRY_OFF, "MLFLOW_TRACKING_URI": store, "MLFLOW_BACKEND_STORE_URI": store}
    command = [sys.executable, "-m", "mlflow", "gc", "--run-ids", ",".join(run_ids)]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)  # noqa: S603 - our own
    if done.returncode != 0:
        lines = without_secrets(done.stderr, store).strip().splitlines() or ["no reason"]
        raise OutputError(f"deleted runs must be removed, but mlflow gc ended with {done.returncode}: {lines[-1]}")
