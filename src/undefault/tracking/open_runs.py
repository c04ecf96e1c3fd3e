"""Which way leads to the runs of an experiment: MLflow's own tables where they are known, else its client."""

from typing import Any

import sqlalchemy as sql
from mlflow import MlflowClient
from mlflow.entities import Experiment, LifecycleStage

from undefault.tracking.client_runs import ClientRuns
from undefault.tracking.runs import Runs
from undefault.tracking.uri import SQLITE

KNOWN_REVISIONS = frozenset({"dc11669786a5"})  # MLflow 3.17.2; tests compare both ways row by row
BUSY_SECONDS = 20  # as long as MLflow's own connections wait for another writer of the file


def open_runs(client: MlflowClient, uri: str, experiment: Experiment) -> Runs:
    """Return the runs of an experiment in the store at ``uri``; the tables are those of an SQLite file only.

    MLflow's client refuses to write into a deleted experiment and says why, so it is asked in that case too.
    """
    through_client = ClientRuns(client, experiment.experiment_id)
    if not uri.startswith(SQLITE) or experiment.lifecycle_stage != LifecycleStage.ACTIVE:
        return through_client
    engine = _engine(uri)
    if _revision(engine) in KNOWN_REVISIONS:
        from undefault.tracking.table_runs import TableRuns  # imports from MLflow what another one may not have

        return TableRuns(engine, experiment)
    engine.dispose()
    return through_client


def _engine(uri: str) -> sql.Engine:
    engine = sql.create_engine(uri, connect_args={"timeout": BUSY_SECONDS})
    sql.event.listen(engine, "connect", _check_references)
    return engine


def _check_references(connection: Any, _: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _revision(engine: sql.Engine) -> str | None:
    """Return the revision of the schema, ``None`` where there is no schema of MLflow's."""
    with engine.connect() as connection:
        if not sql.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sql.text("SELECT version_num FROM alembic_version")).scalar()
