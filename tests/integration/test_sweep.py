"""Whole sweeps, small ones: what they leave behind, said of real files, a real MLflow and a real Optuna."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from mlflow import MlflowClient

from undefault.config import make_plan
from undefault.errors import ConfigError, OutputError
from undefault.reconcile_command import reconcile
from undefault.records import FloatArray
from undefault.sweep_command import run_sweep
from undefault.verdicts.interval import two_way_interval

TINY = (
    "experiment=smoke",
    "executor=inline",
    "task.epochs=6",
    "search.n_trials=14",
    "search.trials_per_round=3",
    "confirm.looks=[3]",
    "optimizers=[sgd,adam,rmsprop]",
)
TABLES = (
    "trials", "trainings", "curves", "test_losses", "rates", "patience", "budgets", "shapes", "intervention_trainings",
    "intervention_rows", "portfolio_scores",
)  # fmt: skip
CSV_TABLES = (
    "verdicts", "findings", "remedies", "readings", "skills", "ranks", "tunability", "hyperparameters", "boundaries",
    "stability", "patience", "interventions", "fixes", "claims", "trends", "rungs", "rung_skills",
    "portfolio_settings", "portfolio_gains", "calibration", "calibration_null",
)  # fmt: skip


def sweep_in(folder: Path, monkeypatch: pytest.MonkeyPatch, overrides: Sequence[str] = TINY) -> Path:
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    return (folder / run_sweep(*make_plan(overrides), overrides)).parent


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return sweep_in(tmp_path_factory.mktemp("sweep"), monkeypatch)


@pytest.fixture(scope="module")
def tables(report: Path) -> dict[str, pd.DataFrame]:
    return {name: pd.read_parquet(report / f"{name}.parquet") for name in TABLES}


def test_a_sweep_leaves_every_file_that_the_contract_names(report: Path) -> None:
    expected = {"report.html", "report.md", "sweep.json", *(f"{name}.csv" for name in CSV_TABLES)}
    assert {path.name for path in report.iterdir()} == expected | {f"{name}.parquet" for name in TABLES}


def test_trials_are_as_many_in_optuna_in_mlflow_and_in_the_table(report: Path, tables: dict[str, pd.DataFrame]) -> None:
    client = MlflowClient(f"sqlite:///{report.parents[1] / 'mlflow.db'}")
    experiment = json.loads((report / "sweep.json").read_text())["mlflow"]["experiment_id"]
    runs = client.search_runs([experiment], "tags.`undefault.level` = 'trial'", max_results=1000)
    assert len(runs) == len(tables["trials"]) == 2 * 14
    assert {run.info.run_id for run in runs} == set(tables["trials"]["mlflow_run_id"])
    assert {run.info.status for run in runs} == {"FINISHED"}


def test_the_report_is_an_artifact_of_the_sweeps_run(report: Path) -> None:
    location = json.loads((report / "sweep.json").read_text())["mlflow"]
    client = MlflowClient(f"sqlite:///{report.parents[1] / 'mlflow.db'}")
    assert "report.html" in [item.path for item in client.list_artifacts(location["run_id"])]


def test_every_regret_can_be_recomputed_from_the_rows_beside_it(report: Path, tables: dict[str, pd.DataFrame]) -> None:
    facts = json.loads((report / "sweep.json").read_text())
    by_trial = tables["test_losses"].groupby(["study", "trial"], observed=True)
    for row in pd.read_csv(report / "verdicts.csv").to_dict("records"):
        tuned, default = (
            skills(by_trial.get_group((row["study"], row[name]))) for name in ("tuned_trial", "default_trial")
        )
        interval = two_way_interval((tuned - default)[: row["n_seeds"]], alpha=facts["alpha"])
        found = [interval.mean, interval.low, interval.high]
        np.testing.assert_allclose([row["regret"], row["fixed_low"], row["fixed_high"]], found, rtol=1e-6, atol=1e-9)
        assert row["regret_low"] <= row["fixed_low"] <= row["fixed_high"] <= row["regret_high"]


def test_accuracy_is_read_from_the_trainings_beside_it(report: Path, tables: dict[str, pd.DataFrame]) -> None:
    readings = pd.read_csv(report / "readings.csv").query("reading == 'accuracy'").set_index(["study", "optimizer"])
    confirmed = tables["trainings"].query("phase == 'confirm'").set_index(["study", "trial"])["test_metric"]
    for row in pd.read_csv(report / "verdicts.csv").to_dict("records"):
        tuned, default = (
            confirmed[row["study"], row[name]].iloc[: row["n_seeds"]] for name in ("tuned_trial", "default_trial")
        )
        told = readings.loc[(row["study"], row["optimizer"]), "regret"]
        assert tuned.mean() - default.mean() == pytest.approx(told, abs=1e-6)


def test_what_a_default_reaches_everywhere_is_read_from_the_scores_beside_it(
    report: Path, tables: dict[str, pd.DataFrame]
) -> None:
    scores = tables["portfolio_scores"]
    gains = pd.read_csv(report / "portfolio_gains.csv").query("size == 1").set_index("against")["other_skill"]
    for candidate, rows in scores[scores["kind"] == "default"].groupby("candidate"):
        assert rows.groupby("source")["test_skill"].mean().mean() == pytest.approx(gains[str(candidate)])


def skills(rows: pd.DataFrame) -> FloatArray:
    """Return the shares in the skill ``(n_seeds, n_test)`` of one trial."""
    return rows.pivot_table(index="seed", columns="row", values="skill").to_numpy()


def test_validation_losses_are_those_of_the_curves_at_the_restored_epoch(tables: dict[str, pd.DataFrame]) -> None:
    keys = ["study", "trial", "phase", "seed"]
    curves = tables["curves"].astype({"study": "str", "phase": "str"})
    joined = tables["trainings"].merge(
        curves, left_on=[*keys, "restored_epoch"], right_on=[*keys, "epoch"], suffixes=("", "_curve")
    )
    assert len(joined) == len(tables["trainings"])
    np.testing.assert_allclose(joined["valid_loss"], joined["valid_loss_curve"])


def test_every_default_and_every_remedy_is_a_trial_of_every_study(tables: dict[str, pd.DataFrame]) -> None:
    expected = {"adam_1e-4", "adam_reduce_on_plateau", "adam_exponential_decay", "rmsprop_patience_5"}
    for _, trials in tables["trials"].groupby("study"):
        assert expected <= set(trials["origin"])
        assert set(trials.loc[trials["origin"] == "default", "optimizer"]) == {"sgd", "adam", "rmsprop"}


def test_every_recommendation_was_replayed_through_model_fit(report: Path) -> None:
    recommendations = json.loads((report / "sweep.json").read_text())["recommendations"]
    assert len(recommendations) == 2
    assert all(said["replayed"] and said["replay_max_relative_difference"] < 1e-3 for said in recommendations)


def test_the_same_command_and_seed_give_the_same_verdicts(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = sweep_in(tmp_path / "again", monkeypatch)
    for table in ("verdicts.csv", "remedies.csv", "interventions.csv", "fixes.csv"):
        assert (again / table).read_bytes() == (report / table).read_bytes()


def test_an_interrupted_sweep_goes_on_to_the_same_verdicts(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from undefault.engine.vectorized import VectorizedEngine

    train, calls = VectorizedEngine.train, []

    def interrupted(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return train(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(VectorizedEngine, "train", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sweep_in(tmp_path / "resumed", monkeypatch)
    resumed = sweep_in(tmp_path / "resumed", monkeypatch, [*TINY, "sweep.resume=latest"])
    assert (resumed / "verdicts.csv").read_bytes() == (report / "verdicts.csv").read_bytes()
    assert len(pd.read_parquet(resumed / "trials.parquet")) == 2 * 14


def test_a_sweep_whose_tuned_settings_are_the_defaults_says_fails_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_else = ["experiment=smoke", "remedy=[]", "search.n_trials=3", "task.epochs=6"]
    verdicts = pd.read_csv(sweep_in(tmp_path / "null", monkeypatch, nothing_else) / "verdicts.csv")
    assert (verdicts["tuned_trial"] == verdicts["default_trial"]).all()
    assert set(verdicts["verdict"]) == {"holds"}
    assert (verdicts["regret"] == 0).all()


def test_a_csv_file_with_text_columns_and_holes_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    size = rng.normal(10, 3, 120).round(2)
    colour = rng.choice(["red", "green", "blue"], 120)
    rows = pd.DataFrame({"size": size, "colour": colour, "grade": np.where(size > 10, "good", "bad")})
    rows.loc[rng.choice(120, 15, replace=False), "size"] = np.nan
    rows.loc[rng.choice(120, 10, replace=False), "colour"] = None
    rows.to_csv(tmp_path / "my data.csv", index=False)
    own = ["dataset=csv", f"dataset.path='{tmp_path / 'my data.csv'}'", "dataset.target=grade"]
    report = sweep_in(tmp_path / "own", monkeypatch, [*TINY, *own])
    verdicts = pd.read_csv(report / "verdicts.csv")
    assert set(verdicts["dataset"]) == {"my data"}
    assert len(verdicts) == 3


@pytest.fixture
def record(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the sweep wrote, without MLflow and without the report."""
    shutil.copytree(report.parents[1], tmp_path / "mlruns")
    shutil.rmtree(tmp_path / "mlruns" / "reports")
    (tmp_path / "mlruns" / "mlflow.db").unlink()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mlruns"


def test_mlflow_and_tables_are_made_anew_from_the_record(report: Path, record: Path) -> None:
    again = reconcile().parent.absolute()
    for table in ("verdicts.csv", "remedies.csv", "interventions.csv", "fixes.csv", "curves.parquet"):
        assert (again / table).read_bytes() == (report / table).read_bytes()
    location = json.loads((again / "sweep.json").read_text())["mlflow"]
    client = MlflowClient(f"sqlite:///{record / 'mlflow.db'}")
    runs = client.search_runs([location["experiment_id"]], "tags.`undefault.level` = 'trial'", max_results=1000)
    assert {run.info.run_id for run in runs} == set(pd.read_parquet(again / "trials.parquet")["mlflow_run_id"])
    assert {run.info.status for run in runs} == {"FINISHED"}


def test_a_record_that_lacks_a_training_is_not_made_into_a_report(record: Path) -> None:
    next(record.glob("studies/*/trainings/*.npz")).unlink()
    with pytest.raises(OutputError, match=r"must hold all of its trainings, but .* are missing; finish the sweep"):
        reconcile()


def test_a_sweep_does_not_go_on_with_other_data(record: Path) -> None:
    [beginning] = record.glob("studies/*/sweep.json")
    began = json.loads(beginning.read_text())
    beginning.write_text(json.dumps({**began, "data": {**began["data"], "moons": "0123456789abcdef"}}))
    with pytest.raises(ConfigError, match="data it began with, got: moons was '0123456789abcdef', is"):
        reconcile()
