"""What one would write by hand for the same search: Optuna's `optimize`, Keras's `fit` and callbacks, MLflow's runs.

It stands alone, on purpose: nothing of Undefault is used, only the space of its search is repeated. Run by itself, it
prints what it took: ``python -m benchmarks.plain_pipeline '{"n_trials": 6, "n_seeds": 3, "folder": "/tmp/plain"}'``.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

EPOCHS, BATCH_SIZE = 100, 32
DECAYS = ["constant", "exponential", "inverse_time", "cosine", "reduce_on_plateau"]
POINTS = 25  # of each learning curve, as many as Undefault keeps in MLflow by default
Rows = tuple[Any, Any]


def run(n_trials: int, n_seeds: int, folder: str) -> dict[str, float]:
    """Search, and return wall seconds: those of the imports and those of the search itself."""
    begun = perf_counter()
    import keras  # noqa: F401
    import mlflow
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    imported = perf_counter()
    Path(folder).mkdir(parents=True, exist_ok=True)
    mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    mlflow.set_experiment("plain")
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0))
    splits = [draw_rows(seed) for seed in range(n_seeds)]
    prepared = perf_counter()
    study.optimize(lambda trial: objective(trial, splits), n_trials=n_trials)
    ended = perf_counter()
    return {
        "n_trials": n_trials,
        "n_trainings": n_trials * n_seeds,
        "import_seconds": imported - begun,
        "prepare_seconds": prepared - imported,
        "search_seconds": ended - prepared,
    }


def objective(trial: Any, splits: list[tuple[Rows, Rows]]) -> float:
    """Train the trial's setting on every split, log it, and return the mean loss of the restored weights."""
    import mlflow
    import numpy as np

    n_steps = -(-len(splits[0][0][0]) // BATCH_SIZE) * EPOCHS
    setting = suggest(trial)
    with mlflow.start_run(run_name=f"trial {trial.number}"):
        mlflow.log_params(setting)
        curves = [train(setting, seed, *rows, n_steps=n_steps) for seed, rows in enumerate(splits)]
        shortest = min(len(curve["loss"]) for curve in curves)
        means = {name: np.mean([curve[name][:shortest] for curve in curves], axis=0) for name in curves[0]}
        for epoch in np.unique(np.linspace(0, shortest - 1, POINTS).astype(int)):
            mlflow.log_metrics({name: float(mean[epoch]) for name, mean in means.items()}, step=int(epoch))
        restored = [min(curve["val_loss"]) if setting["early"] else curve["val_loss"][-1] for curve in curves]
        mlflow.log_metric("restored_val_loss", float(np.mean(restored)))
    return float(np.mean(restored))


def draw_rows(seed: int) -> tuple[Rows, Rows]:
    """Return training and validation rows of breast_cancer, scaled; a quarter of all rows is left for a test."""
    from sklearn.datasets import load_breast_cancer
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    x, y = load_breast_cancer(return_X_y=True)
    x, _, y, _ = train_test_split(x, y, test_size=0.25, stratify=y, random_state=0)
    x_train, x_valid, y_train, y_valid = train_test_split(x, y, test_size=0.2, stratify=y, random_state=seed)
    scaler = StandardScaler().fit(x_train)
    return (scaler.transform(x_train), y_train), (scaler.transform(x_valid), y_valid)


def suggest(trial: Any) -> dict[str, Any]:
    """Return an Adam setting: the same parameters and ranges that Undefault searches."""
    early = trial.suggest_categorical("adam.early_stopping", [False, True])
    decays_weights = trial.suggest_categorical("adam.weight_decays", [False, True])
    setting = {
        "early": early,
        "learning_rate": trial.suggest_float("adam.learning_rate", 1e-5, 1, log=True),
        "beta_1": 1 - trial.suggest_float("adam.beta_1", 0.01, 0.5, log=True),
        "beta_2": 1 - trial.suggest_float("adam.beta_2", 1e-4, 0.2, log=True),
        "decay": trial.suggest_categorical("adam.decay", DECAYS),
    }
    if setting["decay"] in ("exponential", "inverse_time"):
        low, high = (0.001, 0.9) if setting["decay"] == "exponential" else (0.3, 300)
        setting["decay_rate"] = trial.suggest_float(f"adam.{setting['decay']}.decay_rate", low, high, log=True)
    elif setting["decay"] == "cosine":
        setting["alpha"] = trial.suggest_float("adam.cosine.alpha", 1e-4, 0.1, log=True)
    elif setting["decay"] == "reduce_on_plateau":
        setting["factor"] = trial.suggest_float("adam.reduce_on_plateau.factor", 0.1, 0.7, log=True)
        setting["plateau"] = trial.suggest_int("adam.reduce_on_plateau.patience", 2, 20, log=True)
    if decays_weights:
        setting["weight_decay"] = trial.suggest_float("adam.weight_decay", 1e-5, 0.1, log=True)
    if early:
        setting["patience"] = trial.suggest_int("adam.patience", 2, 50, log=True)
    return setting


def train(setting: dict[str, Any], seed: int, train_rows: Rows, valid_rows: Rows, *, n_steps: int) -> dict[str, Any]:
    """Return the learning curves of one training by ``model.fit``."""
    import keras

    keras.utils.set_random_seed(seed)
    hidden = keras.layers.Dense(16, activation="relu")
    model = keras.Sequential([keras.Input((30,)), hidden, keras.layers.Dense(1, activation="sigmoid")])
    optimizer = keras.optimizers.Adam(
        learning_rate(setting, n_steps),
        beta_1=setting["beta_1"],
        beta_2=setting["beta_2"],
        weight_decay=setting.get("weight_decay"),
    )
    model.compile(optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    options = {"validation_data": valid_rows, "callbacks": callbacks(setting), "verbose": 0}
    history: dict[str, Any] = model.fit(*train_rows, batch_size=BATCH_SIZE, epochs=EPOCHS, **options).history
    return {name: history[name] for name in ("loss", "val_loss", "val_accuracy")}


def learning_rate(setting: dict[str, Any], n_steps: int) -> Any:
    """Return the learning rate or Keras's schedule of it."""
    from keras.optimizers import schedules

    rate, kind = setting["learning_rate"], setting["decay"]
    if kind == "exponential":
        return schedules.ExponentialDecay(rate, n_steps, setting["decay_rate"])
    if kind == "inverse_time":
        return schedules.InverseTimeDecay(rate, n_steps, setting["decay_rate"])
    return schedules.CosineDecay(rate, n_steps, setting["alpha"]) if kind == "cosine" else rate


def callbacks(setting: dict[str, Any]) -> list[Any]:
    """Return Keras's callbacks for early stopping and reduction on plateau, where the setting has them."""
    import keras

    chosen: list[Any] = []
    if setting["decay"] == "reduce_on_plateau":
        plateau, factor = setting["plateau"], setting["factor"]
        chosen.append(keras.callbacks.ReduceLROnPlateau("val_loss", factor=factor, patience=plateau))
    if setting["early"]:
        chosen.append(
            keras.callbacks.EarlyStopping("val_loss", patience=setting["patience"], restore_best_weights=True)
        )
    return chosen


if __name__ == "__main__":
    print(json.dumps(run(**json.loads(sys.argv[1]))))
