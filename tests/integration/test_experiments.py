"""Every experiment of conf/experiment loads as it is, and runs when shrunk to one task of one epoch."""

from pathlib import Path

import pytest

from undefault.composition import options
from undefault.config import make_plan
from undefault.sweep_command import run_sweep
from undefault.wiring import load_tasks

SHRUNK = (
    "task.epochs=1",
    "search.n_seeds=1",
    "search.trials_per_round=8",
    "select.n_settings=1",
    "select.n_seeds=1",
    "confirm.looks=[2]",
)


@pytest.mark.parametrize("name", options("experiment"))
def test_every_experiment_loads_all_its_data_and_networks(name: str) -> None:
    plan, _ = make_plan([f"experiment={name}"])
    tasks = load_tasks(plan)
    assert len(tasks) == len(plan.datasets) * len(plan.networks)
    assert len({problem.task.name for problem, _ in tasks}) == len(tasks)


@pytest.mark.parametrize("name", options("experiment"))
def test_every_experiment_runs_shrunk(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan, composed = make_plan([f"experiment={name}"])
    dataset, network = next(iter(composed["datasets"])), plan.networks[-1].name
    n_trials = len(plan.space.optimizers) + len(plan.remedies)
    fewer = [f"dataset={dataset}", f"network={network}", "dataset.n_samples=60", f"search.n_trials={n_trials}"]
    overrides = [f"experiment={name}", "executor=inline", *SHRUNK, *fewer]
    report = run_sweep(*make_plan(overrides), overrides)
    assert report.name == "report.html"
    assert report.exists()
