"""``verdicts.csv``: a row a task and optimizer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from undefault.diagnosis import failure_modes
from undefault.interventions import fix_text
from undefault.records import Phase, Setting, Verdict
from undefault.tables.findings import findings_of
from undefault.trials import TaskResult
from undefault.verdicts.contest import Contest
from undefault.verdicts.family import family_verdicts
from undefault.verdicts.judgement import Judgement

Describe = Callable[[Setting], str]


def verdicts_table(results: Sequence[TaskResult], describe: Describe, *, alpha: float) -> pd.DataFrame:
    """Return the table; ``describe`` puts a setting on one line, ``alpha`` is the error rate of all rows together."""
    judged = [
        (result, contest, contest.judgement, failure_modes(findings))
        for result in results
        for contest, findings in findings_of(result)
        if contest.judgement
    ]
    together = family_verdicts([judgement for _, _, judgement, _ in judged], alpha=alpha)
    rows = [
        {
            **_row(result, contest, judgement, describe),
            "failure_modes": ";".join(modes) if judgement.verdict is Verdict.FAILS else "",
            "smallest_fix": _smallest_fix(result, contest, describe),
            "family_verdict": verdict.value,
        }
        for (result, contest, judgement, modes), verdict in zip(judged, together, strict=True)
    ]
    return pd.DataFrame(rows).astype({"n_seeds_needed": "Int64"})


def _row(result: TaskResult, contest: Contest, judgement: Judgement, describe: Describe) -> Mapping[str, Any]:
    problem, task, n_seeds = result.problem, result.problem.task, judgement.interval.n_seeds
    default, tuned = result.trials[contest.default], result.trials[contest.challenger]
    return {
        "study": task.name,
        "dataset": task.dataset.name,
        "network": task.network.name,
        "n_parameters": problem.n_parameters,
        "n_train": problem.dataset.n_train,
        "label_noise": task.dataset.label_noise,
        "optimizer": contest.optimizer,
        "verdict": judgement.verdict.value,
        "regret": judgement.interval.mean,
        "regret_low": judgement.interval.low,
        "regret_high": judgement.interval.high,
        "n_seeds": n_seeds,
        "default_skill": default.scored[Phase.CONFIRM].test_skill[:n_seeds].mean(),
        "tuned_skill": tuned.scored[Phase.CONFIRM].test_skill[:n_seeds].mean(),
        "default_trial": default.number,
        "tuned_trial": tuned.number,
        "tuned_setting": describe(tuned.setting),
        "n_seeds_needed": judgement.n_seeds_needed,
        "n_seeds_cap": judgement.cap,
        "p_value": judgement.p_value,
        "fixed_low": judgement.fixed.low,
        "fixed_high": judgement.fixed.high,
        "search_skill": tuned.scored[Phase.SEARCH].valid_skill.mean(),
        "confirm_valid_skill": tuned.scored[Phase.CONFIRM].valid_skill[:n_seeds].mean(),
    }


def _smallest_fix(result: TaskResult, contest: Contest, describe: Describe) -> str:
    """Return the proven fix of a failing default on one line, empty where there is none."""
    own = next((proof for proof in result.proofs if proof.failure.trials[0] == contest.default), None)
    return fix_text(own.recommended[0], describe) if own and own.outcome.is_fix else ""
