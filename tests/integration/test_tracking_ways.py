"""Both ways to MLflow's runs, its tables and its client: which is taken, and that they leave the same rows."""

import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from undefault.tracking import TrackedDataset, TrackedTrial, TrialUpdate
from undefault.tracking.client_runs import ClientRuns
from undefault.tracking.open_runs import open_runs
from undefault.tracking.requests import (
    AbandonSweep,
    FinishSweep,
    LogTrials,
    Request,
    RunStatus,
    StartStudy,
    StartSweep,
    Store,
    UpdateTrials,
)
from undefault.tracking.runs import Runs
from undefault.tracking.sweep_writer import SweepWriter
from undefault.tracking.table_runs import TableRuns
from undefault.tracking.tracked import ParameterValue

# MLflow 3.17 asks SQLAlchemy 2.1 for a loading strategy that 2.1 deprecates; only MLflow can change that.
pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy:sqlalchemy.exc.SADeprecationWarning")

STUDY = "wine/mlp_16"
KNOWN = "undefault.tracking.open_runs.KNOWN_REVISIONS"
RUN_ID, OTHER_ID = re.compile(r"\b[0-9a-f]{32}\b"), re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
EARLIEST = 1_500_000_000_000  # milliseconds; any number above is a time of writing
Rows = dict[str, Counter[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database."""
    path = tmp_path_factory.mktemp("template") / "mlflow.db"
    MlflowClient(f"sqlite:///{path}").search_experiments()
    return path


def store_in(folder: Path, migrated: Path) -> Store:
    folder.mkdir()
    shutil.copy(migrated, folder / "mlflow.db")
    return Store(
        f"sqlite:///{folder}/mlflow.db", "file:///artifacts", "undefault", curve_points=5, lock=folder / "lock"
    )


def opened(store: Store) -> Runs:
    client = MlflowClient(store.uri)
    experiment = client.get_experiment(client.create_experiment("undefault", "file:///artifacts"))
    return open_runs(client, store.uri, experiment)


def starts() -> list[Request]:
    dataset = TrackedDataset("wine", 178, 13, "scikit-learn", "0123abcd")
    sweep = StartSweep("s1", "small networks", {"commit": "abc123"}, {"n_trials": 6}, "# What this is")
    return [sweep, StartStudy(STUDY, {"network": "mlp_16"}, {"epochs": 100}, "178 rows", dataset)]


def trials(*numbers: int) -> LogTrials:
    rng = np.random.default_rng(0)
    curves = {"valid_loss": rng.random(101, dtype=np.float32), "learning_rate": np.full(101, 0.1)}
    parameters: dict[str, ParameterValue] = {
        "optimizer": "adam",
        "learning_rate": 0.00123,
        "patience": 5,
        "restore_best_weights": True,
    }
    tags = {"phase": "search", "optimizer": "adam"}
    metrics, seeds = {"valid_loss": 0.1 + 0.2, "valid_skill": np.nan}, {"valid_loss": rng.random(3)}
    return LogTrials(
        tuple(TrackedTrial(STUDY, n, f"adam {n}", parameters, metrics, seeds, curves, tags) for n in numbers)
    )


def updates() -> UpdateTrials:
    confirmed = TrialUpdate(STUDY, 1, {"test_loss": 0.125}, {"test_loss": np.array([0.5, 0.25])}, tags={"phase": "x"})
    corrected = TrialUpdate(STUDY, 2, {"valid_loss": 0.0625}, curves={"valid_loss": np.array([9.0, 8.0])})
    return UpdateTrials((confirmed, corrected))


def write(store: Store, *asked: Request) -> None:
    writer = SweepWriter(store)
    for request in (*starts(), *asked):
        writer.carry_out(request)


def rows(store: Store) -> Rows:
    """The rows of every table, with what is drawn or read off a clock put in the same words."""
    with closing(sqlite3.connect(store.uri.removeprefix("sqlite:///"))) as database:
        names = dict(database.execute("SELECT run_uuid, name FROM runs").fetchall())
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        read = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608 - its own names
    return {table: Counter(tuple(_in_words(cell, names) for cell in row) for row in read[table]) for table in tables}


def _in_words(cell: Any, names: dict[str, str]) -> Any:
    if isinstance(cell, int) and cell > EARLIEST:
        return "time"
    if isinstance(cell, str):
        return OTHER_ID.sub("id", RUN_ID.sub(lambda found: names.get(found[0], "id"), cell))
    return cell


@pytest.mark.parametrize(
    "asked",
    [
        [[trials(0, 1, 2), FinishSweep((), {"n_fails": 2.0})]],
        [[trials(0, 1), trials(2), updates(), FinishSweep((), {})]],
        [[trials(0), AbandonSweep(RunStatus.KILLED)], [trials(0, 1, 2), updates(), FinishSweep((), {})]],
        [[trials(0, 1, 2), updates(), updates(), AbandonSweep(RunStatus.FAILED)], [trials(0, 1, 2)]],
    ],
    ids=["whole", "updated", "resumed", "resumed and left open"],
)
def test_the_tables_hold_row_by_row_what_the_client_would_have_written(
    asked: list[list[Request]], migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = store_in(tmp_path / "tables", migrated)
    for start in asked:
        write(tables, *start)
    monkeypatch.setattr(KNOWN, frozenset())
    client = store_in(tmp_path / "client", migrated)
    for start in asked:
        write(client, *start)
    assert rows(tables) == rows(client)
    assert rows(tables)["metrics"].total() > 0


def test_runs_created_together_are_listed_in_the_order_of_their_numbers(migrated: Path, tmp_path: Path) -> None:
    store = store_in(tmp_path / "store", migrated)
    write(store, trials(*range(30)))
    client = MlflowClient(store.uri)
    experiment = client.get_experiment_by_name(store.experiment)
    assert experiment is not None
    oldest_first = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
    expected = ["small networks", STUDY, *(f"adam {number}" for number in range(30))]
    assert [run.info.run_name for run in oldest_first] == expected


def test_a_schema_that_was_compared_is_written_directly_and_any_other_through_the_client(
    migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(opened(store_in(tmp_path / "known", migrated)), TableRuns)
    monkeypatch.setattr(KNOWN, frozenset({"of another MLflow"}))
    assert isinstance(opened(store_in(tmp_path / "unknown", migrated)), ClientRuns)


def test_a_deleted_experiment_is_refused_by_mlflow_itself(migrated: Path, tmp_path: Path) -> None:
    store = store_in(tmp_path / "store", migrated)
    client = MlflowClient(store.uri)
    client.delete_experiment(client.create_experiment(store.experiment))
    with pytest.raises(MlflowException, match="must be in the 'active' state"):
        write(store)


def test_either_all_runs_of_a_batch_are_written_or_none(migrated: Path, tmp_path: Path) -> None:
    store = store_in(tmp_path / "store", migrated)
    bad = TrackedTrial(STUDY, 1, "bad", {}, {"loss (bad name)": 1.0})
    with pytest.raises(MlflowException, match="Names may only contain"):
        write(store, LogTrials((*trials(0).trials, bad)))
    assert {row[1] for row in rows(store)["runs"]} == {"small networks", STUDY}
