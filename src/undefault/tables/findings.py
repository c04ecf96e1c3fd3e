"""``findings.csv``: a row a task, default and check, with how often that check fires on healthy runs."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from undefault.diagnosis import Case, Facts, Finding, diagnose, facts_of
from undefault.diagnosis.rates import Count, false_alarms, read_counts
from undefault.records import Phase
from undefault.trials import TaskResult
from undefault.verdicts.contest import Contest
from undefault.verdicts.scores import Scored


def findings_table(results: Sequence[TaskResult]) -> pd.DataFrame:
    """Return the table, whatever the verdicts are."""
    counts = read_counts()
    return pd.DataFrame([row for result in results for row in _rows(result, counts)])


def findings_of(result: TaskResult) -> list[tuple[Contest, list[Finding]]]:
    """Return what every check says of each default that was judged beside its tuned setting."""
    contests = [contest for contest in result.contests if contest.remedy is None and contest.judgement]
    best = _best(result, contests)
    facts = facts_of(result.problem)
    return [(contest, diagnose(_case(result, contest, best, facts))) for contest in contests]


def _best(result: TaskResult, contests: Sequence[Contest]) -> int:
    """Return the trial of the highest validation skill in the confirm phase among all defaults and tuned settings."""
    numbers = {number for contest in contests for number in (contest.default, contest.challenger)}
    return max(sorted(numbers), key=lambda number: _confirmed(result, number).valid_skill.mean(), default=-1)


def _case(result: TaskResult, contest: Contest, best: int, facts: Facts) -> Case:
    """Return the case on the seeds that all three settings were trained on."""
    scored = [_confirmed(result, number) for number in (contest.default, contest.challenger, best)]
    common = min(len(one.training.seeds) for one in scored)
    default, tuned, best_of_all = (one.first(common) for one in scored)
    return Case(default, tuned, best_of_all, facts)


def _confirmed(result: TaskResult, number: int) -> Scored:
    return result.trials[number].scored[Phase.CONFIRM]


def _rows(result: TaskResult, counts: Sequence[Count]) -> Iterator[dict[str, Any]]:
    for contest, findings in findings_of(result):
        for finding in findings:
            rate = false_alarms(counts, finding.check)
            yield {
                "study": result.problem.task.name,
                "optimizer": contest.optimizer,
                "check": finding.check,
                "answer": finding.answer.value,
                "severity": finding.severity,
                "evidence": finding.evidence,
                "false_alarm_rate": rate.share,
                "false_alarm_low": rate.low,
                "false_alarm_high": rate.high,
            }
