"""What the writer leaves in a real MLflow store."""

import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mlflow import MlflowClient
from mlflow.entities import Run

from undefault.tracking import TrackedDataset, TrackedTrial, TrackingSummary, TrialUpdate
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
from undefault.tracking.sweep_writer import SweepWriter

# MLflow 3.17 asks SQLAlchemy 2.1 for a loading strategy that 2.1 deprecates; only MLflow can change that.
pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy:sqlalchemy.exc.SADeprecationWarning")

STUDIES = ("wine/mlp_16", "iris/linear")
DATASET = TrackedDataset("wine", 178, 13, "scikit-learn", "0123abcd")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated database, made once since the migrations take a second or more."""
    path = tmp_path_factory.mktemp("template") / "mlflow.db"
    MlflowClient(f"sqlite:///{path}").search_experiments()
    return path


@pytest.fixture(params=["tables", "client"])
def store(migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Store:
    """A store of its own for each test, written to both ways."""
    if request.param == "client":
        monkeypatch.setattr("undefault.tracking.open_runs.KNOWN_REVISIONS", frozenset())
    shutil.copy(migrated, tmp_path / "mlflow.db")
    artifacts = (tmp_path / "artifacts").as_uri()
    return Store(f"sqlite:///{tmp_path}/mlflow.db", artifacts, "undefault", curve_points=5, lock=tmp_path / "lock")


def trial(study: str, number: int, **changes: Any) -> TrackedTrial:
    fields: dict[str, Any] = {
        "name": f"adam lr=0.00{number}",
        "parameters": {"optimizer": "adam", "learning_rate": 0.001 * number, "patience": 5},
        "metrics": {"valid_loss": 0.5 + number, "valid_skill": math.nan, "test_loss": math.inf},
        "seed_metrics": {"valid_loss": np.array([0.25, np.nan, 0.75])},
        "curves": {"valid_loss": np.linspace(2.0, 1.0, 101, dtype=np.float32)},
        "tags": {"phase": "search", "optimizer": "adam"},
    }
    return TrackedTrial(study, number, **(fields | changes))


def trials(study: str) -> tuple[TrackedTrial, ...]:
    return tuple(trial(study, number) for number in range(3))


def updated(study: str, number: int, *values: Any, **changes: Any) -> UpdateTrials:
    return UpdateTrials((TrialUpdate(study, number, *values, **changes),))


def sweep_start(sweep_id: str = "s1", **parameters: int) -> StartSweep:
    return StartSweep(sweep_id, "small networks", {"commit": "abc123"}, parameters, "# What this is")


def study_start(study: str) -> StartStudy:
    return StartStudy(study, {"network": "mlp_16"}, {"epochs": 100}, "178 rows", DATASET)


def requests(sweep_id: str = "s1") -> list[Request]:
    studies = [study_start(study) for study in STUDIES]
    return [sweep_start(sweep_id, n_trials=6), *studies, *(LogTrials(trials(s)) for s in STUDIES)]


def write(store: Store, asked: Sequence[Request], *, metrics: dict[str, float] | None = None) -> TrackingSummary:
    writer = SweepWriter(store)
    for request in asked:
        writer.carry_out(request)
    summary = writer.carry_out(FinishSweep((), metrics or {}))
    assert summary is not None
    return summary


def run_of(store: Store, run_id: str) -> Run:
    run: Run = MlflowClient(store.uri).get_run(run_id)
    return run


def history(store: Store, run_id: str, key: str) -> list[tuple[int, float]]:
    return sorted((metric.step, metric.value) for metric in MlflowClient(store.uri).get_metric_history(run_id, key))


def datasets(run: Run) -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
    assert run.inputs is not None
    return [(i.dataset.to_dictionary(), [(tag.key, tag.value) for tag in i.tags]) for i in run.inputs.dataset_inputs]


def everything(store: Store) -> dict[str, Any]:
    """All that the store holds, apart from times."""
    client = MlflowClient(store.uri)
    experiment = client.get_experiment_by_name(store.experiment)
    assert experiment is not None
    return {
        run.info.run_id: (
            run.info.status,
            run.data.tags,
            run.data.params,
            {key: history(store, run.info.run_id, key) for key in run.data.metrics},
            datasets(run),
        )
        for run in client.search_runs([experiment.experiment_id])
    }


def test_writing_a_sweep_a_second_time_changes_nothing(store: Store) -> None:
    first_summary = write(store, requests(), metrics={"n_fails": 2.0})
    first = everything(store)
    assert write(store, requests(), metrics={"n_fails": 2.0}) == first_summary
    assert everything(store) == first


def test_runs_are_nested_trial_in_study_in_sweep(store: Store) -> None:
    summary = write(store, requests())
    tags = {run_id: run[1] for run_id, run in everything(store).items()}
    assert "mlflow.parentRunId" not in tags[summary.sweep_run_id]
    assert {tags[run_id]["mlflow.parentRunId"] for run_id in summary.study_run_ids.values()} == {summary.sweep_run_id}
    for (study, number), run_id in summary.trial_run_ids.items():
        assert tags[run_id]["mlflow.parentRunId"] == summary.study_run_ids[study]
        assert tags[run_id]["undefault.trial"] == str(number)
    assert {tag["undefault.level"] for tag in tags.values()} == {"sweep", "study", "trial"}
    assert {tag["undefault.sweep_id"] for tag in tags.values()} == {"s1"}
    assert len(tags) == 1 + 2 + 6


def test_a_trial_run_holds_its_setting_summary_seeds_and_thinned_curve(store: Store) -> None:
    run_id = write(store, requests()).trial_run_ids["wine/mlp_16", 2]
    run = run_of(store, run_id)
    assert run.info.run_name == "adam lr=0.002"
    assert run.info.status == "FINISHED"
    assert run.data.params == {"optimizer": "adam", "learning_rate": "0.002", "patience": "5"}
    assert run.data.tags["phase"] == "search"
    assert run.data.metrics["valid_loss"] == 2.5
    assert history(store, run_id, "curve/valid_loss") == [(0, 2.0), (25, 1.75), (50, 1.5), (75, 1.25), (100, 1.0)]


def test_values_that_are_not_finite_are_left_out(store: Store) -> None:
    run_id = write(store, requests()).trial_run_ids["wine/mlp_16", 0]
    assert run_of(store, run_id).data.metrics.keys() == {"valid_loss", "seed/valid_loss", "curve/valid_loss"}
    assert history(store, run_id, "seed/valid_loss") == [(0, 0.25), (2, 0.75)]


def test_sweep_and_study_are_described_and_every_run_says_who_ran_what(store: Store) -> None:
    summary = write(store, requests(), metrics={"n_fails": 2.0, "skipped": math.nan})
    runs = everything(store)
    assert runs[summary.sweep_run_id][1]["mlflow.note.content"] == "# What this is"
    assert runs[summary.sweep_run_id][3] == {"n_fails": [(0, 2.0)]}
    assert runs[summary.study_run_ids["wine/mlp_16"]][1]["mlflow.note.content"] == "178 rows"
    assert all(tags["mlflow.source.name"] == "undefault" and tags["mlflow.user"] for _, tags, *_ in runs.values())


def test_the_dataset_is_an_input_of_the_study_in_the_context_training(store: Store) -> None:
    summary = write(store, requests())
    [(dataset, tags)] = everything(store)[summary.study_run_ids["wine/mlp_16"]][4]
    assert (dataset["name"], dataset["digest"]) == ("wine", "0123abcd")
    assert dataset["profile"] == '{"num_rows": 178, "num_features": 13}'
    assert tags == [("mlflow.data.context", "training")]


def test_an_update_adds_to_the_run_of_a_trial_that_has_ended_however_often_it_comes(store: Store) -> None:
    update = updated("wine/mlp_16", 1, {"test_loss": 0.125}, tags={"phase": "confirm"})
    run_id = write(store, [*requests(), update, update]).trial_run_ids["wine/mlp_16", 1]
    run = run_of(store, run_id)
    assert run.data.tags["phase"] == "confirm"
    assert (run.data.metrics["test_loss"], run.data.metrics["valid_loss"]) == (0.125, 1.5)
    assert history(store, run_id, "test_loss") == [(0, 0.125)]
    assert run.info.status == "FINISHED"


def test_a_corrected_value_becomes_the_one_that_is_shown_even_if_it_is_smaller(store: Store) -> None:
    corrected = updated("wine/mlp_16", 1, {"valid_loss": 0.0625})
    run_id = write(store, [*requests(), corrected]).trial_run_ids["wine/mlp_16", 1]
    assert run_of(store, run_id).data.metrics["valid_loss"] == 0.0625


def test_a_run_that_was_cut_off_before_its_values_came_is_completed_not_doubled(store: Store) -> None:
    summary = write(store, requests()[:3])
    client = MlflowClient(store.uri)
    tags = {
        "undefault.sweep_id": "s1",
        "undefault.level": "trial",
        "undefault.study": "iris/linear",
        "undefault.trial": "0",
    }
    cut_off = client.create_run(summary.experiment_id, tags=tags).info.run_id
    resumed = write(store, requests())
    assert resumed.trial_run_ids["iris/linear", 0] == cut_off
    assert resumed.n_trial_runs == {"wine/mlp_16": 3, "iris/linear": 3}
    assert run_of(store, cut_off).info.status == "FINISHED"
    assert run_of(store, cut_off).data.metrics["valid_loss"] == 0.5


def test_the_summary_counts_what_mlflow_holds_not_what_was_sent(store: Store) -> None:
    lost = write(store, requests()).trial_run_ids["wine/mlp_16", 2]
    MlflowClient(store.uri).delete_run(lost)
    summary = write(store, requests()[:3])
    assert summary.n_trial_runs == {"wine/mlp_16": 2, "iris/linear": 3}
    assert ("wine/mlp_16", 2) not in summary.trial_run_ids


def test_two_sweeps_in_one_store_do_not_mix(store: Store) -> None:
    first, second = write(store, requests("s1")), write(store, requests("s2"))
    assert first.experiment_id == second.experiment_id
    assert not set(first.trial_run_ids.values()) & set(second.trial_run_ids.values())
    assert second.n_trial_runs == {"wine/mlp_16": 3, "iris/linear": 3}


def test_a_sweep_resumed_with_other_parameters_keeps_the_first_and_tags_the_others(store: Store) -> None:
    write(store, [sweep_start(n_trials=6)])
    run = run_of(store, write(store, [sweep_start(n_trials=9, n_seeds=3)]).sweep_run_id)
    assert run.data.params == {"n_trials": "6", "n_seeds": "3"}
    assert run.data.tags["undefault.resumed_with.n_trials"] == "9"


def test_a_trial_never_changes_its_setting(store: Store) -> None:
    changed = LogTrials((trial("wine/mlp_16", 1, parameters={"optimizer": "sgd"}),))
    with pytest.raises(ValueError, match=r"must keep its parameters {'optimizer': 'adam'}, got .*'sgd'"):
        write(store, [*requests(), changed])


def test_an_update_of_a_trial_without_a_run_is_refused(store: Store) -> None:
    with pytest.raises(LookupError, match="found none; log it first"):
        write(store, [*requests(), updated("wine/mlp_16", 99, {"test_loss": 1.0})])


@pytest.mark.parametrize("status", [RunStatus.FAILED, RunStatus.KILLED])
def test_an_abandoned_sweep_leaves_no_run_open(store: Store, status: RunStatus) -> None:
    writer = SweepWriter(store)
    for request in [*requests(), AbandonSweep(status)]:
        writer.carry_out(request)
    statuses = [(run[1]["undefault.level"], run[0]) for run in everything(store).values()]
    assert set(statuses) == {("sweep", status.value), ("study", status.value), ("trial", "FINISHED")}


def test_artifacts_lie_in_the_run_of_the_sweep_beside_the_database(store: Store, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("<h1>Verdicts</h1>", encoding="utf-8")
    writer = SweepWriter(store)
    writer.carry_out(sweep_start())
    summary = writer.carry_out(FinishSweep((report,), {}))
    assert summary is not None
    stored = tmp_path / "artifacts" / summary.sweep_run_id / "artifacts" / "report.html"
    assert stored.read_text(encoding="utf-8") == "<h1>Verdicts</h1>"
