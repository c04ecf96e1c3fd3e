"""The sweep's trials as MLflow runs: which of their numbers become parameters, metrics, curves and tags."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from undefault.contracts import Tracked, Tracker
from undefault.datasets import digest
from undefault.errors import OutputError
from undefault.problem import Problem
from undefault.records import FloatArray, Phase, Setting
from undefault.redaction import redacted
from undefault.tables.trials import setting_columns
from undefault.tracking.run_writer import RunWriter
from undefault.tracking.tracked import TrackedDataset, TrackedTrial, TrialUpdate
from undefault.trials import Trial
from undefault.verdicts.scores import Scored

MEAN_CURVES = ("train_loss", "valid_loss", "valid_metric", "learning_rate")


class MLflowTracker(Tracker):
    """Keeps a sweep in MLflow through a ``writer`` whose sweep was started; ``describe`` names the runs of settings.

    At the end, MLflow is waited for until it has done nothing for ``wait_seconds``.
    """

    def __init__(self, writer: RunWriter, uri: str, describe: Callable[[Setting], str], *, wait_seconds: float) -> None:
        self._writer, self._uri, self._describe, self._wait_seconds = writer, uri, describe, wait_seconds

    def begin_study(self, problem: Problem) -> None:
        """Open the study of a task."""
        task, data = problem.task, problem.dataset
        self._writer.start_study(
            task.name,
            tags={"dataset": task.dataset.name, "network": task.network.name, "task_type": task.task_type},
            parameters={
                "n_parameters": problem.n_parameters,
                "n_train": data.n_train,
                "n_valid": data.n_valid,
                "n_test": data.n_test,
                "label_noise": task.dataset.label_noise,
                "loss": task.loss,
                "epochs": task.epochs,
                "batch_size": task.batch_size,
            },
            description=f"**{task.name}**: {data.n_train} training rows, {problem.n_parameters} parameters.",
            dataset=_dataset(problem),
        )

    def keep(self, problem: Problem, trials: Sequence[Trial]) -> None:
        """Queue a run for each trial that was searched, or what a later phase adds to it."""
        new = [trial for trial in trials if trial.phase is Phase.SEARCH]
        later = [trial for trial in trials if trial.phase is not Phase.SEARCH]
        self._writer.log_trials([self._trial(problem, trial) for trial in new])
        self._writer.update_trials([_update(problem, trial) for trial in later])

    def collect(self) -> Tracked:
        """Wait until all runs are written and ask MLflow for their ids."""
        try:
            summary = self._writer.collect(stall_seconds=self._wait_seconds)
        except OutputError as error:
            return Tracked({}, {"uri": redacted(self._uri)}, behind=str(error))
        location = {
            "uri": redacted(self._uri),
            "experiment_id": summary.experiment_id,
            "run_id": summary.sweep_run_id,
        }
        return Tracked(summary.trial_run_ids, location)

    def finish(self, artifacts: Sequence[Path]) -> str | None:
        """Attach files to the sweep's run and end all runs; return why that failed, if it did."""
        try:
            self._writer.finish(artifacts=artifacts, metrics={}, stall_seconds=self._wait_seconds)
        except OutputError as error:
            return str(error)
        return None

    def _trial(self, problem: Problem, trial: Trial) -> TrackedTrial:
        training = trial.scored[Phase.SEARCH].training
        update = _update(problem, trial)
        columns = setting_columns(trial.setting)
        return TrackedTrial(
            study=update.study,
            number=update.number,
            name=self._describe(trial.setting),
            parameters={name: value for name, value in columns.items() if not pd.isna(value)},
            metrics=update.metrics,
            seed_metrics=update.seed_metrics,
            curves={name: _mean(getattr(training, name)) for name in MEAN_CURVES},
            tags={
                **update.tags,
                "origin": trial.origin,
                "optimizer": trial.setting.optimizer,
                "state": trial.state,
                "dataset": problem.task.dataset.name,
                "network": problem.task.network.name,
            },
        )


def _update(problem: Problem, trial: Trial) -> TrialUpdate:
    """Return what the trial's furthest phase measured; the search's metrics bear no prefix."""
    scored = trial.scored[trial.phase]
    prefix = "" if trial.phase is Phase.SEARCH else f"{trial.phase}_"
    by_seed = {
        f"{prefix}valid_loss": scored.training.restored_valid_loss,
        f"{prefix}valid_skill": scored.valid_skill,
        **_test_metrics(scored),
    }
    means = {name: float(np.mean(values)) for name, values in by_seed.items()}
    return TrialUpdate(problem.task.name, trial.number, means, by_seed, tags={"phase": trial.phase.value})


def _test_metrics(scored: Scored) -> Mapping[str, FloatArray]:
    if scored.training.test_loss is None:
        return {}
    return {"test_loss": scored.training.test_loss.mean(axis=1), "test_skill": scored.test_skill}


def _mean(curve: FloatArray) -> FloatArray:
    """Return the mean over seeds ``(n_epochs,)``; epochs that were not trained stay NaN."""
    mean: FloatArray = np.mean(curve, axis=0)
    return mean


def _dataset(problem: Problem) -> TrackedDataset:
    rows, spec = problem.dataset.development, problem.task.dataset
    return TrackedDataset(
        name=spec.name,
        n_rows=len(rows.target),
        n_features=problem.dataset.n_features,
        source=spec.path or spec.source,
        digest=digest(rows),
    )
