"""The answer in a few plain sentences, made from the verdicts alone."""

from collections.abc import Iterable, Sequence

import pandas as pd

from undefault.records import Verdict
from undefault.reporting.summary import OptimizerSummary, count_verdicts, summarize_optimizers
from undefault.reporting.wording import counted, listed, percent_text, signed_text

NEARLY_EVERYWHERE = 0.9


def write_headline(verdicts: pd.DataFrame, alpha: float) -> tuple[str, ...]:
    """Return the sentences of the headline, the counts first.

    ``alpha`` is the family-wise error rate of ``family_verdict``. A sentence the numbers do not support is left out.
    """
    summaries = summarize_optimizers(verdicts)
    sentences = (
        _counts_sentence(verdicts, alpha),
        _fails_everywhere_sentence(verdicts, summaries),
        _holds_everywhere_sentence(summaries),
        _holds_nearly_everywhere_sentence(summaries),
        _commonest_failure_sentence(verdicts),
        _safest_sentence(summaries),
    )
    return tuple(sentence for sentence in sentences if sentence)


def _counts_sentence(verdicts: pd.DataFrame, alpha: float) -> str:
    counts = count_verdicts(verdicts)
    start = f"On {counted(verdicts['study'].nunique(), 'task')}"
    sort = f"of task and optimizer (family-wise {percent_text(alpha)})"
    for verdict, count in counts.items():
        if count == len(verdicts):
            return f"{start} {_unanimous_clause(verdict, count, sort)}."
    fails, holds, undecided = (counts[verdict] for verdict in (Verdict.FAILS, Verdict.HOLDS, Verdict.UNDECIDED))
    rest = f"{undecided} {'is' if undecided == 1 else 'are'} undecided" if undecided else "none is undecided"
    pairs = f"{counted(len(verdicts), 'pair')} {sort}"
    return f"{start} Keras's defaults fail in {fails or 'none'} of {pairs}, hold in {holds or 'none'}, and {rest}."


def _unanimous_clause(verdict: Verdict, n_pairs: int, sort: str) -> str:
    if verdict is Verdict.UNDECIDED:
        decided = "do not decide the one pair" if n_pairs == 1 else f"decide none of the {counted(n_pairs, 'pair')}"
        return f"the data {decided} {sort}: more seeds are needed"
    if n_pairs == 1:
        return f"Keras's default {verdict} in the one pair {sort}"
    return f"Keras's defaults {verdict.removesuffix('s')} in all {counted(n_pairs, 'pair')} {sort}"


def _defaults_of(summaries: Sequence[OptimizerSummary], singular: str, plural: str) -> str:
    one = len(summaries) == 1
    names = listed([summary.optimizer for summary in summaries])
    return f"The {'default' if one else 'defaults'} of {names} {singular if one else plural}"


def _every_task(summaries: Sequence[OptimizerSummary]) -> str:
    return "on every task" if max(summary.n_tasks for summary in summaries) > 1 else "on the one task"


def _fails_everywhere_sentence(verdicts: pd.DataFrame, summaries: Sequence[OptimizerSummary]) -> str:
    failing = [summary for summary in summaries if summary.fails == summary.n_tasks]
    if not failing:
        return ""
    rows = verdicts[verdicts["optimizer"].isin([summary.optimizer for summary in failing])]
    mode, n_rows = commonest_failure_mode(rows["failure_modes"])
    cause = f", mostly {mode}" if n_rows > len(rows) / 2 else ""
    return f"{_defaults_of(failing, 'fails', 'fail')} {_every_task(failing)}{cause}."


def _holds_everywhere_sentence(summaries: Sequence[OptimizerSummary]) -> str:
    holding = [summary for summary in summaries if summary.holds == summary.n_tasks]
    return f"{_defaults_of(holding, 'holds', 'hold')} {_every_task(holding)}." if holding else ""


def _holds_nearly_everywhere_sentence(summaries: Sequence[OptimizerSummary]) -> str:
    holding = [summary for summary in summaries if NEARLY_EVERYWHERE <= summary.holds / summary.n_tasks < 1]
    return f"{_defaults_of(holding, 'holds', 'hold')} on at least nine tasks in ten." if holding else ""


def _commonest_failure_sentence(verdicts: pd.DataFrame) -> str:
    failing = verdicts[verdicts["family_verdict"] == Verdict.FAILS.value]
    mode, n_rows = commonest_failure_mode(failing["failure_modes"])
    if not mode or len(failing) == 1:
        return ""
    return f"The commonest failure mode is “{mode}”, found in {n_rows} of {counted(len(failing), 'failing pair')}."


def commonest_failure_mode(failure_modes: Iterable[str]) -> tuple[str, int]:
    """Return the mode that most cells of ``;``-separated modes name and how many do; ``("", 0)`` without any.

    Of equally common modes the one named first is returned.

    >>> commonest_failure_mode(["undertrained", "stalled; undertrained", ""])
    ('undertrained', 2)
    """
    counts: dict[str, int] = {}
    for cell in failure_modes:
        for mode in dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()):
            counts[mode] = counts.get(mode, 0) + 1
    return max(counts.items(), key=lambda item: item[1]) if counts else ("", 0)


def _safest_sentence(summaries: Sequence[OptimizerSummary]) -> str:
    best = summaries[0]
    if best.holds == 0:
        return "No default can be called safe: none is shown to hold on any task."
    if len(summaries) == 1:
        return ""
    ties = [summary for summary in summaries if (summary.holds, summary.fails) == (best.holds, best.fails)]
    record = f"holds on {best.holds} of {counted(best.n_tasks, 'task')} and fails on {best.fails or 'none'}"
    if len(ties) > 1:
        names = listed([summary.optimizer for summary in ties])
        smallest = f"{best.optimizer} has the smallest median regret"
        return f"The safest defaults are those of {names}: each {record}; {smallest}."
    return f"The safest default is that of {best.optimizer}: it {record}{_worst_clause(best)}."


def _worst_clause(summary: OptimizerSummary) -> str:
    if summary.worst_regret is None:
        return ""
    return f"; its largest regret is {signed_text(summary.worst_regret)} of skill (on {summary.worst_task})"
