"""From the results of all tasks to the files beside the report."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from undefault.calibration import MEASURED
from undefault.calibration.null import MEASURED_NULL
from undefault.claims import Evidence
from undefault.comparison.portfolio import CandidateScores, judge_portfolio
from undefault.errors import OutputError
from undefault.plan import Plan
from undefault.questions import best_rates
from undefault.tables import (
    best_patience_table,
    boundaries_table,
    budgets_table,
    claims_table,
    curves_table,
    findings_table,
    fixes_table,
    hyperparameters_table,
    intervention_rows_table,
    intervention_trainings_table,
    interventions_table,
    patience_table,
    portfolio_gains_table,
    portfolio_scores_table,
    portfolio_settings_table,
    ranks_table,
    rates_table,
    readings_table,
    remedies_table,
    row_losses_table,
    rung_skills_table,
    rungs_table,
    shapes_table,
    skills_table,
    stability_table,
    tasks_table,
    trainings_table,
    trends_table,
    trials_table,
    tunability_table,
    verdicts_table,
)
from undefault.tables.formulas import without_formulas
from undefault.tables.hyperparameters import Importances
from undefault.tables.verdicts import Describe
from undefault.trials import TaskResult

LIMITS = (
    "Verdicts hold for these datasets, networks, budgets and search ranges; other tasks may differ.",
    "Tuned settings come from a search of limited size: a better one may exist, and the regret be larger.",
    "The smallest fix is found by adding one change at a time: a smaller set that no part of it hints at is missed. It "
    "ran again on fresh seeds, but on the same test rows.",
    "Findings are readings of curves: how often they err was measured on planted failures and healthy runs of other "
    "tasks. What is proven by re-running is what each change of a failing default wins back.",
    "Verdicts reckon with kinds of seeds that have not been seen, if they are at most confirm.apart of skill from the "
    "others; rows of a kind so rare that no test row is of it are not reckoned with, nor are copies of test rows.",
    "What one hyperparameter alone wins is the estimate of a surrogate and errs upwards; it was not trained.",
    "Intervals of accuracy, RMSE and epochs span seeds alone, not test rows, and are too narrow for other rows.",
    "Stability limits are those of training on all rows at once from the initial weights. For Adam, AdamW and Nadam "
    "the predicted one errs downwards, for their steps adapt; for others that scale their steps none is predicted.",
    "Replayed early stopping and budgets are scored on validation rows, which early stopping itself watches.",
    "Trends and claims take sources of data as a sample of others like them: where one source in five is unlike the "
    "rest, a few sources may hold none of that kind.",
    "The interval takes the best constant prediction's loss as known, though it is computed on the same test rows.",
)


def write_tables(
    folder: Path,
    results: Sequence[TaskResult],
    plan: Plan,
    describe: Describe,
    run_ids: Mapping[tuple[str, int], str],
) -> pd.DataFrame:
    """Write all tables into ``folder`` and return the verdicts."""
    rule, rates = plan.confirm.rule, rates_table(results)
    verdicts = verdicts_table(results, describe, alpha=rule.alpha)
    patience = patience_table(results, alpha=rule.alpha)
    csv = {
        "verdicts": verdicts,
        "findings": findings_table(results),
        "boundaries": boundaries_table(results, plan.space),
        "remedies": remedies_table(results, alpha=rule.alpha),
        "stability": stability_table(rates, results, margin=rule.margin),
        "patience": best_patience_table(patience),
        "interventions": interventions_table(results, alpha=rule.alpha),
        "fixes": fixes_table(results, describe, alpha=rule.alpha),
    }
    parquet = {
        "trials": trials_table(results, run_ids),
        "trainings": trainings_table(results),
        "curves": curves_table(results),
        "test_losses": row_losses_table(results),
        "rates": rates,
        "patience": patience,
        "budgets": budgets_table(results, alpha=rule.alpha),
        "intervention_trainings": intervention_trainings_table(results),
        "intervention_rows": intervention_rows_table(results),
    }
    _write(folder, csv, parquet)
    return verdicts


@dataclass(frozen=True)
class AcrossTasks:
    """What is known of all tasks together, besides their results.

    ``importances`` are by optimizer and hyperparameter; ``candidates`` is ``None`` where a list of settings could not
    be judged on other data.
    """

    importances: Importances
    candidates: CandidateScores | None

    @property
    def n_trainings(self) -> int:
        """The number of trainings of the candidates."""
        return 0 if self.candidates is None else self.candidates.valid_skill.size


def write_comparison(
    folder: Path,
    results: Sequence[TaskResult],
    plan: Plan,
    verdicts: pd.DataFrame,
    describe: Describe,
    across: AcrossTasks,
) -> None:
    """Write the tables on optimizers, readings, hyperparameters and lists of settings into ``folder``."""
    rule, scores = plan.confirm.rule, across.candidates
    skills = skills_table(results)
    judgement = None if scores is None else judge_portfolio(scores, alpha=rule.alpha)
    csv = {
        "readings": readings_table(results, rule),
        "skills": skills,
        "ranks": ranks_table(skills, alpha=rule.alpha),
        "tunability": tunability_table(verdicts, skills, alpha=rule.alpha),
        "hyperparameters": hyperparameters_table(results, across.importances),
        "portfolio_settings": portfolio_settings_table(scores, judgement, describe),
        "portfolio_gains": portfolio_gains_table(scores, judgement, alpha=rule.alpha),
    }
    _write(folder, csv, {"portfolio_scores": portfolio_scores_table(scores)})
    shutil.copyfile(MEASURED, folder / "calibration.csv")
    shutil.copyfile(MEASURED_NULL, folder / "calibration_null.csv")


def write_answers(folder: Path, results: Sequence[TaskResult], plan: Plan, verdicts: pd.DataFrame) -> None:
    """Write the tables on ladders of tasks and on the claims of the field into ``folder``."""
    margin, alpha = plan.confirm.rule.margin, plan.confirm.rule.alpha
    tasks, shapes, rates = tasks_table(results), shapes_table(results), rates_table(results)
    best = best_rates(rates, margin=margin)
    csv = {
        "claims": claims_table(Evidence(tasks, shapes, rates, margin), alpha=alpha),
        "trends": trends_table(tasks, verdicts, best, margin=margin, alpha=alpha),
        "rungs": rungs_table(tasks, verdicts, best),
        "rung_skills": rung_skills_table(tasks, rates),
    }
    _write(folder, csv, {"shapes": shapes})


def _write(folder: Path, csv: Mapping[str, pd.DataFrame], parquet: Mapping[str, pd.DataFrame]) -> None:
    try:
        for name, table in csv.items():
            without_formulas(table).to_csv(folder / f"{name}.csv", index=False)
        for name, table in parquet.items():
            table.to_parquet(folder / f"{name}.parquet", index=False)
    except OSError as error:
        raise OutputError(
            f"{folder} must be writable, got: {error}; free space or change its rights, then resume"
        ) from error


def describe_task(result: TaskResult) -> dict[str, Any]:
    """Return a task as plain data for ``sweep.json``."""
    problem, task, data = result.problem, result.problem.task, result.problem.dataset
    return {
        "study": task.name,
        "dataset": task.dataset.name,
        "network": task.network.name,
        "task_type": task.task_type.value,
        "loss": task.loss,
        "metric": "rmse" if task.task_type == "regression" else "accuracy",
        "epochs": task.epochs,
        "batch_size": task.batch_size,
        "n_features": task.n_features,
        "n_outputs": task.n_outputs,
        "n_parameters": problem.n_parameters,
        "n_train": data.n_train,
        "n_valid": data.n_valid,
        "n_test": data.n_test,
        "label_noise": task.dataset.label_noise,
        "widened": [widening.as_dict() for widening in result.widened],
    }


def count(results: Sequence[TaskResult]) -> dict[str, int]:
    """Return how many studies, trials and trainings there were."""
    trials = [trial for result in results for trial in result.trials.values()]
    trainings = sum(trial.n_seeds for trial in trials)
    climbed = sum(len(rung.scored.training.seeds) for result in results for rung in result.ladder)
    whole = sum(limit.n_trainings for result in results for limit in result.limits)
    proving = sum(proof.n_trainings for result in results for proof in result.proofs)
    return {
        "studies": len(results),
        "trials": len(trials),
        "trainings": trainings,
        "trainings of interventions": proving,
        "trainings of ladders": climbed,
        "trainings on all rows at once": whole,
    }


def require_equal_counts(counts: Mapping[str, int]) -> None:
    """Raise `OutputError` where Optuna, MLflow and the table do not hold the same number of trials."""
    if len(set(counts.values())) > 1:
        shown = ", ".join(f"{number} in {where}" for where, number in counts.items())
        raise OutputError(f"every trial must be kept everywhere, got {shown}; resume the sweep to bring them together")


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write plain data, readable by people."""
    path.write_text(json.dumps(data, indent=1, default=str) + "\n")
