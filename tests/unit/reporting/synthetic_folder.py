"""Folders of files as a sweep leaves them, with invented numbers, for tests of the report."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tests.unit.reporting.synthetic_answers import write_answer_tables
from tests.unit.reporting.synthetic_comparison import write_comparison_tables
from tests.unit.reporting.synthetic_fixes import write_fix_tables
from tests.unit.reporting.synthetic_rates import write_rate_tables

from undefault.calibration import MEASURED
from undefault.calibration.null import MEASURED_NULL
from undefault.seeds import generator

DATASETS = ("iris", "wine", "breast_cancer", "diabetes", "penguins", "moons", "friedman1", "digits")
NETWORKS = (("linear", 40), ("mlp_16", 350))
LADDER = (("linear", 40), ("mlp_16", 350), ("mlp_64", 3_500), ("mlp_256", 70_000))
OPTIMIZERS = ("adam", "nadam", "adamw", "adamax", "rmsprop", "sgd", "lion", "adagrad", "adadelta")
BASE_REGRET = dict(zip(OPTIMIZERS, (0.02, 0.01, 0.02, 0.09, 0.03, 0.14, 0.12, 0.55, 0.8), strict=True))
REMEDIES = (
    ("adam_1e-4", "adam", -0.2),
    ("adam_reduce_on_plateau", "adam", 0.0),
    ("rmsprop_patience_5", "rmsprop", 0.07),
)
MARGIN = 0.05
N_SEEDS = 8


def judge_interval(low: float, high: float) -> str:
    """Return the verdict of an interval of regret."""
    return "fails" if low > MARGIN else "holds" if high < MARGIN else "undecided"


@dataclass(frozen=True)
class Shape:
    """What a synthetic sweep looks like; ``judge`` turns an interval into a verdict's word."""

    studies: Sequence[tuple[str, str]] = tuple((dataset, network) for dataset in DATASETS for network, _ in NETWORKS)
    optimizers: Sequence[str] = OPTIMIZERS
    n_epochs: int = 100
    n_seeds: int = N_SEEDS
    remedies: bool = True
    ladder: bool = True
    diverged: Sequence[str] = ()
    judge: Callable[[float, float], str] = judge_interval


TINY = Shape(studies=(("iris", "linear"),), optimizers=("adam",), n_epochs=5, n_seeds=2)
WEIRD = Shape(
    studies=(("<script>alert('x')</script>", "net|pipe"), ("naïve ☃ `tick`", "*bold* {{ x }}"), ("NA", "__under__\\")),
    optimizers=("adam", "</script><b>sgd"),
    n_epochs=5,
    n_seeds=2,
)


@dataclass
class _Tables:
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    boundaries: list[tuple[Any, ...]] = field(default_factory=list)
    remedies: list[dict[str, Any]] = field(default_factory=list)
    trials: list[dict[str, Any]] = field(default_factory=list)
    trainings: list[dict[str, Any]] = field(default_factory=list)
    curves: list[pd.DataFrame] = field(default_factory=list)


def write_folder(folder: Path, shape: Shape = Shape()) -> Path:
    """Write the files of a synthetic sweep into a new folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = _Tables()
    for dataset, network in shape.studies:
        _add_study(tables, shape, dataset, network)
    frames = {"verdicts": tables.verdicts, "trials": tables.trials, "trainings": tables.trainings}
    pd.DataFrame(frames.pop("verdicts")).to_csv(folder / "verdicts.csv", index=False)
    pd.DataFrame(tables.remedies, columns=REMEDY_COLUMNS).to_csv(folder / "remedies.csv", index=False)
    pd.DataFrame(tables.boundaries, columns=BOUNDARY_COLUMNS).to_csv(folder / "boundaries.csv", index=False)
    for name, rows in frames.items():
        pd.DataFrame(rows).to_parquet(folder / f"{name}.parquet")
    pd.concat(tables.curves, ignore_index=True).to_parquet(folder / "curves.parquet")
    write_comparison_tables(folder, tables.verdicts, remedies=shape.remedies)
    shutil.copyfile(MEASURED, folder / "calibration.csv")
    shutil.copyfile(MEASURED_NULL, folder / "calibration_null.csv")
    write_rate_tables(folder, tables.verdicts, n_epochs=shape.n_epochs)
    write_answer_tables(folder, tables.verdicts, ladder=shape.ladder)
    (folder / "sweep.json").write_text(json.dumps(_sweep(shape, tables), ensure_ascii=False), encoding="utf-8")
    sweep = {**_sweep(shape, tables), "fixes": write_fix_tables(folder, tables.verdicts)}
    (folder / "sweep.json").write_text(json.dumps(sweep, ensure_ascii=False), encoding="utf-8")
    return folder


BOUNDARY_COLUMNS = ("study", "optimizer", "trial", "hyperparameter", "value", "low", "high", "side")
REMEDY_COLUMNS = (
    "study", "dataset", "network", "remedy", "optimizer", "trial", "gain", "gain_low", "gain_high", "n_seeds",
    "verdict", "family_verdict",
)  # fmt: skip


def _add_study(tables: _Tables, shape: Shape, dataset: str, network: str) -> None:
    study = f"{dataset}/{network}"
    random = generator("synthetic", study)
    ease = random.uniform(0.3, 1.2)
    for number, optimizer in enumerate(shape.optimizers):
        tuned_skill = random.uniform(0.75, 0.95)
        regret = BASE_REGRET.get(optimizer, 0.1) * ease + random.normal(0, 0.015)
        default = _add_trial(tables, shape, study, 2 * number, optimizer, "default", tuned_skill - regret)
        tuned = _add_trial(tables, shape, study, 2 * number + 1, optimizer, "proposed", tuned_skill)
        if optimizer == "sgd":
            tables.boundaries.append((study, optimizer, 2 * number + 1, "learning_rate", 9.5, 1e-4, 10.0, "high"))
        tables.verdicts.append(_verdict(shape, (study, dataset, network), optimizer, 2 * number, default, tuned))
    for position, (remedy, optimizer, gain) in enumerate(REMEDIES if shape.remedies else ()):
        tables.remedies.append(_remedy((study, dataset, network), remedy, optimizer, 100 + position, gain * ease))


def _add_trial(
    tables: _Tables, shape: Shape, study: str, trial: int, optimizer: str, origin: str, skill: float
) -> np.ndarray[Any, Any]:
    """Add a trial with its trainings and curves; return its test skill per seed ``(n_seeds,)``."""
    random = generator("synthetic", study, trial)
    diverged = origin == "default" and optimizer in shape.diverged
    skills = np.full(shape.n_seeds, -1.0) if diverged else skill + random.normal(0, 0.015, shape.n_seeds)
    epochs = np.arange(1, shape.n_epochs + 1)
    speed = 4 + 30 * (1 - skill)
    for seed, seed_skill in enumerate(skills):
        valid = (1 - seed_skill) + seed_skill * np.exp(-epochs / speed) + random.normal(0, 0.008, len(epochs))
        if diverged:
            valid = np.where(epochs > 3, np.nan, 2.0 ** (epochs * 3))
        restored = int(epochs[-1] if origin == "default" or diverged else epochs[np.argmin(valid)])
        tables.curves.append(_curve(study, trial, seed, epochs, valid))
        tables.trainings.append(_training(study, trial, seed, float(seed_skill), restored, len(epochs)))
    tables.trials.append(
        {
            "study": study, "dataset": study, "network": study, "trial": trial, "origin": origin,
            "optimizer": optimizer, "learning_rate": 0.001, "momentum": np.nan, "rho": np.nan, "beta_1": 0.9,
            "beta_2": 0.999, "decay": "constant", "weight_decay": 0.0, "patience": np.nan,
            "batch_size": 32, "phase": "confirm",
            "state": "diverged" if diverged else "complete", "valid_loss": 1 - skills.mean(),
            "valid_skill": skills.mean(), "test_loss": 1 - skills.mean(), "test_skill": skills.mean(),
            "n_seeds": shape.n_seeds, "mlflow_run_id": f"run{trial:04d}",
        }
    )  # fmt: skip
    return skills


def _curve(study: str, trial: int, seed: int, epochs: Any, valid: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "study": study, "trial": trial, "phase": "confirm", "seed": seed, "epoch": epochs,
            "train_loss": valid * 0.9, "valid_loss": valid, "valid_metric": 1 - valid / 2, "learning_rate": 0.001,
        }
    )  # fmt: skip


def _training(study: str, trial: int, seed: int, skill: float, restored: int, last: int) -> dict[str, Any]:
    return {
        "study": study, "trial": trial, "phase": "confirm", "seed": seed, "valid_loss": 1 - skill, "valid_skill": skill,
        "valid_metric": skill, "test_loss": 1 - skill, "test_skill": skill, "test_metric": skill,
        "restored_epoch": restored, "last_epoch": last, "constant_valid_loss": 1.0, "constant_test_loss": 1.0,
    }  # fmt: skip


def _verdict(shape: Shape, task: tuple[str, str, str], optimizer: str, trial: int, default: Any, tuned: Any) -> Any:
    differences = tuned - default
    regret, half = float(differences.mean()), 2.5 * float(differences.std() + 0.02) / np.sqrt(shape.n_seeds)
    verdict = shape.judge(regret - half, regret + half)
    return {
        "dataset": task[1], "network": task[2], "n_parameters": dict(LADDER).get(task[2], 12),
        "n_train": 96, "label_noise": 0.0, "optimizer": optimizer, "verdict": verdict, "regret": regret,
        "regret_low": regret - half,
        "regret_high": regret + half, "n_seeds": shape.n_seeds, "default_skill": default.mean(),
        "tuned_skill": tuned.mean(), "failure_modes": _failure_modes(regret) if verdict == "fails" else "",
        "smallest_fix": f"{optimizer} at learning_rate=0.02" if verdict == "fails" else "", "study": task[0],
        "default_trial": trial, "tuned_trial": trial + 1,
        "tuned_setting": f"{optimizer.capitalize()}(learning_rate=0.012), patience 8",
        "n_seeds_needed": 40 if verdict == "undecided" else None,
        "search_skill": tuned.mean() + 0.01 + 0.03 * abs(regret),
        "confirm_valid_skill": tuned.mean() + 0.005,
        "family_verdict": shape.judge(regret - 1.4 * half, regret + 1.4 * half),
    }  # fmt: skip


def _failure_modes(regret: float) -> str:
    return "undertrained; stalled" if regret > 0.4 else "undertrained"


def _remedy(task: tuple[str, str, str], remedy: str, optimizer: str, trial: int, gain: float) -> dict[str, Any]:
    low, high = gain - 0.03, gain + 0.03
    verdict = (
        "helps" if low > MARGIN else "harms" if high < -MARGIN else "no difference" if abs(gain) < 0.02 else "undecided"
    )
    return {
        "study": task[0], "dataset": task[1], "network": task[2], "remedy": remedy, "optimizer": optimizer,
        "trial": trial, "gain": gain, "gain_low": low, "gain_high": high, "n_seeds": N_SEEDS, "verdict": verdict,
        "family_verdict": "undecided" if verdict == "no difference" else verdict,
    }  # fmt: skip


def _sweep(shape: Shape, tables: _Tables) -> dict[str, Any]:
    studies = [(f"{dataset}/{network}", dataset, network) for dataset, network in shape.studies]
    return {
        "sweep_id": "20260102-030405-abc123", "title": "Default sweep: small networks on small datasets",
        "command": 'make sweep ARGS="experiment=default"', "commit": "0123456789abcdef",
        "created": "2026-01-02T03:04:05+00:00",
        "seed": 0, "versions": {"python": "3.11.7", "keras": "3.15.1"}, "config": {"search": {"n_trials": 64}},
        "margin": MARGIN, "alpha": 0.05,
        "counts": {"studies": len(studies), "trials": len(tables.trials), "trainings": len(tables.trainings)},
        "mlflow": {"uri": "sqlite:///mlruns/mlflow.db", "experiment_id": "1", "run_id": "f00d"},
        "wall_seconds": {"total": 754.2, "training": 601.0, "sampling": 40.5, "tracking": 90.1},
        "notes": ["11 rows of penguins have missing values; they were imputed from training rows."],
        "tasks": [_task(shape, *names) for names in studies],
        "recommendations": [_recommendation(shape, study, number) for number, (study, _, _) in enumerate(studies)],
        "absent_remedies": {"adam_exponential_decay": "it is not among the chosen remedies"},
        "limits": ["One budget of epochs a task: a default that fails here may hold with more epochs."],
    }  # fmt: skip


def _task(shape: Shape, study: str, dataset: str, network: str) -> dict[str, Any]:
    return {
        "study": study, "dataset": dataset, "network": network, "task_type": "multiclass", "loss": "crossentropy",
        "metric": "accuracy", "epochs": shape.n_epochs, "batch_size": 32, "n_features": 13, "n_outputs": 3,
        "widened": [],
        "n_parameters": dict(LADDER).get(network, 12), "n_train": 96, "n_valid": 33, "n_test": 49, "label_noise": 0.0,
    }  # fmt: skip


def _recommendation(shape: Shape, study: str, number: int) -> dict[str, Any]:
    code = (
        "import keras\n\noptimizer = keras.optimizers.Adam(learning_rate=0.012)\n"
        "stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)\n"
        f"# task: {study}\nmodel.compile(optimizer, loss='sparse_categorical_crossentropy')\n"
        f"model.fit(x, y, epochs={shape.n_epochs}, batch_size=32, validation_data=valid, callbacks=[stop])\n"
    )
    replayed = number % 5 != 4
    return {
        "study": study, "optimizer": shape.optimizers[0], "trial": 1, "code": code, "replayed": replayed,
        "replay_max_relative_difference": 1.2e-6 if replayed else None,
        "replay_note": "One seed was replayed." if replayed else "The budget was spent.",
    }  # fmt: skip
