"""A sweep that prunes and widens, stopped on its way and resumed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pandas as pd
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

from undefault.config import make_plan
from undefault.ledger import RecordedEngine
from undefault.records import Training
from undefault.sweep_command import run_sweep

OVERRIDES = (
    "experiment=smoke",
    "dataset=moons",
    "optimizers=[sgd,adam]",
    "optimizer.sgd.learning_rate={low: 0.005, high: 0.011}",
    "task.epochs=18",
    "executor=inline",
    "search.n_trials=32",
    "search.trials_per_round=8",
    "search.pruner=halving",
    "search.widen=true",
    "confirm.looks=[3]",
    "remedy=[adam_1e-4]",
)


class PowerCutError(Exception):
    """The machine went off."""


def sweep_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> Path:
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    overrides = [*OVERRIDES, *more]
    return (folder / run_sweep(*make_plan(overrides), overrides)).parent


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return sweep_in(tmp_path_factory.mktemp("pruned"), monkeypatch)


def test_pruned_trials_end_at_a_rung_and_are_never_confirmed(report: Path) -> None:
    trials = pd.read_parquet(report / "trials.parquet")
    curves = pd.read_parquet(report / "curves.parquet").query("phase == 'search'")
    last = curves.dropna(subset="learning_rate").groupby("trial")["epoch"].max()
    pruned = trials[trials["state"] == "pruned"]
    assert len(pruned) > 0
    assert set(last[pruned["trial"]]) <= {2, 6}
    assert set(last[trials[trials["state"] != "pruned"]["trial"]]) == {18}
    assert set(pruned["phase"]) == {"search"}
    assert set(pruned["origin"]) == {"proposed"}
    assert np.isfinite(pruned["valid_loss"]).all()


def test_optuna_is_told_of_pruned_trials_with_their_values_at_the_rungs(report: Path) -> None:
    trials = pd.read_parquet(report / "trials.parquet").set_index("trial")
    [journal] = report.parents[1].glob("studies/*/optuna/*.journal")
    storage = JournalStorage(JournalFileBackend(str(journal)))
    [summary] = optuna.get_all_study_summaries(storage)
    for trial in optuna.load_study(study_name=summary.study_name, storage=storage).trials:
        is_pruned = trials.loc[trial.number, "state"] == "pruned"
        assert trial.state.name == ("PRUNED" if is_pruned else "COMPLETE")
        assert list(trial.intermediate_values) in (([2], [2, 6]) if is_pruned else ([],))
        assert trial.value is not None
        assert np.isfinite(trial.value)


def test_what_was_widened_is_in_the_facts_and_in_both_reports(report: Path) -> None:
    [task] = json.loads((report / "sweep.json").read_text())["tasks"]
    rates = [one for one in task["widened"] if (one["optimizer"], one["hyperparameter"]) == ("sgd", "learning_rate")]
    assert rates
    trials = pd.read_parquet(report / "trials.parquet").query("optimizer == 'sgd'")
    assert len(trials) > 16
    assert trials["learning_rate"].max() > 0.011 or trials["learning_rate"].min() < 0.005
    for name in ("report.html", "report.md"):
        assert "Ranges that were widened" in (report / name).read_text()


@pytest.mark.parametrize("n_calls", [1, 3])
def test_a_pruned_and_widened_sweep_stopped_on_its_way_ends_as_if_it_had_not_been(
    n_calls: int, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train, calls = RecordedEngine.train, list[None]()

    def until_power_cut(self: RecordedEngine, *arguments: Any) -> list[Training]:
        calls.append(None)
        if len(calls) > n_calls:
            raise PowerCutError
        return train(self, *arguments)

    with monkeypatch.context() as cut:
        cut.setattr(RecordedEngine, "train", until_power_cut)
        with pytest.raises(PowerCutError):
            sweep_in(tmp_path, monkeypatch)
    resumed = sweep_in(tmp_path, monkeypatch, "sweep.resume=latest")
    for name in ("verdicts.csv", "boundaries.csv"):
        assert (resumed / name).read_bytes() == (report / name).read_bytes()
    own, whole = (
        pd.read_parquet(folder / "trials.parquet").drop(columns="mlflow_run_id") for folder in (resumed, report)
    )
    pd.testing.assert_frame_equal(own, whole)
