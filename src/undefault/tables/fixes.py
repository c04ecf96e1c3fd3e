"""``fixes.csv``: a row a failing default, with its smallest fix and what came of it on fresh seeds."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from undefault.interventions import LEARNING_RATE, Proof, fix_text
from undefault.records import Setting
from undefault.tables.interventions import task_columns
from undefault.trials import TaskResult

COLUMNS = [
    "study",
    "dataset",
    "network",
    "optimizer",
    "outcome",
    "fix",
    "changes",
    "n_changes",
    "n_differing",
    "rate",
    "rate_share",
    "rate_low",
    "rate_high",
    "rate_cure",
    "rerun_changes",
    "share_won_back",
    "share_low",
    "share_high",
    "share_error",
    "regret",
    "regret_low",
    "regret_high",
    "default_skill",
    "fix_skill",
    "tuned_skill",
    "n_seeds",
]


def fixes_table(results: Sequence[TaskResult], describe: Callable[[Setting], str], *, alpha: float) -> pd.DataFrame:
    """Return the table; ``describe`` puts a setting on one line.

    ``rate_*`` is the learning rate alone, on the confirm seeds. ``rerun_changes`` are the changes that ran again, and
    all numbers after it are of these on the fresh seeds; ``changes`` are those of the fix, which are all where nothing
    less was proven, and none where nothing is recommended.
    """
    rows = [_row(result, proof, describe, alpha) for result in results for proof in result.proofs]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(result: TaskResult, proof: Proof, describe: Callable[[Setting], str], alpha: float) -> dict[str, Any]:
    rerun, rate = proof.rerun, next(arm for arm in proof.arms if arm.change.names == (LEARNING_RATE,))
    share, regret = rerun.share(alpha=alpha), rerun.regret(alpha=alpha)
    change = proof.recommended[0] if proof.outcome.is_fix else None
    return {
        **task_columns(result, proof),
        "outcome": proof.outcome.value,
        "fix": fix_text(change, describe) if change else "",
        "changes": ";".join(change.names) if change else "",
        "n_changes": len(change.names) if change else 0,
        "n_differing": len(proof.failure.names),
        "rate": rate.change.setting.learning_rate,
        "rate_share": rate.share.mean,
        "rate_low": rate.share.low,
        "rate_high": rate.share.high,
        "rate_cure": rate.share.cure.value,
        "rerun_changes": ";".join(proof.fix.change.names),
        "share_won_back": share.mean,
        "share_low": share.low,
        "share_high": share.high,
        "share_error": share.standard_error,
        "regret": regret.mean,
        "regret_low": regret.low,
        "regret_high": regret.high,
        "default_skill": rerun.default.test_skill.mean(),
        "fix_skill": rerun.fixed.test_skill.mean(),
        "tuned_skill": rerun.tuned.test_skill.mean(),
        "n_seeds": regret.n_seeds,
    }
