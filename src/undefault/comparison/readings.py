"""One regret read in several ways: the verdict rests on the first, the others say whether it depends on that choice."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from undefault.comparison.estimate import Estimate, over_seeds_and_rows, over_units
from undefault.records import FloatArray, TaskType, Training, Verdict
from undefault.verdicts.judgement import Judgement
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored
from undefault.verdicts.skill import row_skill


class Reading(StrEnum):
    """What is compared between the default and the tuned setting; each is better for the tuned one above 0."""

    RESTORED_LOSS = "restored loss"
    LAST_LOSS = "last loss"
    ACCURACY = "accuracy"
    RMSE = "rmse"
    EPOCHS = "epochs"


class Relation(StrEnum):
    """What a reading says to the verdict."""

    VERDICT = "is the verdict"
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    OPEN = "open"


@dataclass(frozen=True)
class ReadRegret:
    """A regret by one reading; ``decision`` follows the verdict's rule, with the same margin in the reading's units."""

    reading: Reading
    estimate: Estimate
    decision: Verdict
    relation: Relation


def read_regrets(
    default: Scored, tuned: Scored, judgement: Judgement, *, rule: Rule, task_type: TaskType
) -> list[ReadRegret]:
    """Return the regret of ``default`` by every reading, the verdict's own first.

    The trainings share the seeds that ``judgement`` was reached with, and every interval is at the rule's level for
    this number of seeds alone. The losses are in units of skill and their intervals span seeds and rows; accuracy is a
    difference of shares, RMSE and epochs are shares of the default's RMSE and of the budget, and their intervals span
    seeds alone.
    """
    alpha, interval = rule.alpha, judgement.fixed
    own = Estimate(interval.mean, interval.low, interval.high, interval.n_seeds)
    metric = Reading.RMSE if task_type is TaskType.REGRESSION else Reading.ACCURACY
    others = {
        Reading.LAST_LOSS: over_seeds_and_rows(last_row_skill(tuned) - last_row_skill(default), alpha=alpha),
        metric: over_units(metric_regrets(default.training, tuned.training, metric), alpha=alpha),
        Reading.EPOCHS: over_units(epochs_saved(default.training, tuned.training), alpha=alpha),
    }
    first = ReadRegret(Reading.RESTORED_LOSS, own, judgement.verdict, Relation.VERDICT)
    return [first, *(_read(reading, estimate, first, rule.margin) for reading, estimate in others.items())]


def _read(reading: Reading, estimate: Estimate, verdict: ReadRegret, margin: float) -> ReadRegret:
    decision = estimate.decide(margin)
    return ReadRegret(reading, estimate, decision, relate(verdict, estimate, decision))


def relate(verdict: ReadRegret, estimate: Estimate, decision: Verdict) -> Relation:
    """Return what a reading says to the verdict.

    It contradicts where both are decided and differ, or where their intervals lie on different sides of 0.
    """
    low, high = verdict.estimate.low, verdict.estimate.high
    if (low > 0 and estimate.high < 0) or (high < 0 and estimate.low > 0):
        return Relation.CONTRADICTS
    if Verdict.UNDECIDED in (decision, verdict.decision):
        return Relation.OPEN
    return Relation.AGREES if decision is verdict.decision else Relation.CONTRADICTS


def last_row_skill(scored: Scored) -> FloatArray:
    """Return each test row's share in the skill at the last epoch, ``(n_seeds, n_test)``."""
    if scored.training.last_test_loss is None or scored.constant_test_loss is None:
        raise ValueError("a training of the confirm phase was expected, got one without test rows")
    return row_skill(scored.training.last_test_loss, scored.constant_test_loss)


def metric_regrets(default: Training, tuned: Training, reading: Reading) -> FloatArray:
    """Return each seed's regret by the metric at the restored epoch, ``(n_seeds,)``, from -1 to 1.

    A metric that is not finite counts as the worst there is.
    """
    if reading is Reading.ACCURACY:
        return np.asarray(_accuracy(tuned) - _accuracy(default))
    theirs, ours = (np.nan_to_num(_metric(training), nan=np.inf) for training in (default, tuned))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        saved = 1 - ours / theirs
    equal = (theirs == ours) | (np.isinf(theirs) & np.isinf(ours))
    return np.where(equal, 0.0, np.clip(np.nan_to_num(saved, nan=1.0), -1.0, 1.0))


def epochs_saved(default: Training, tuned: Training) -> FloatArray:
    """Return each seed's epochs saved on the way to the default's best validation loss, as a share of the budget.

    Shape ``(n_seeds,)``. A tuned training that never gets there counts as getting there one epoch after the budget,
    which is the least it can have lost.
    """
    losses, n_epochs = _validation(default), default.valid_loss.shape[1]
    best = losses.min(axis=1)
    needed = np.where(np.isfinite(best), losses.argmin(axis=1) + 1, n_epochs + 1)
    reached = _validation(tuned) <= np.where(np.isfinite(best), best, np.finfo(float).max)[:, None]
    took = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, n_epochs + 1)
    return np.asarray((needed - took) / n_epochs)


def _validation(training: Training) -> FloatArray:
    """Return the validation losses ``(n_seeds, n_epochs)``, infinite where not finite or after early stopping."""
    losses = np.asarray(training.valid_loss, dtype=float)
    stopped = np.arange(losses.shape[1])[None, :] > training.last_epoch[:, None]
    return np.where(np.isfinite(losses) & ~stopped, losses, np.inf)


def _accuracy(training: Training) -> FloatArray:
    return np.nan_to_num(_metric(training), nan=0.0)


def _metric(training: Training) -> FloatArray:
    if training.test_metric is None:
        raise ValueError("a training of the confirm phase was expected, got one without test rows")
    return np.asarray(training.test_metric, dtype=float)
