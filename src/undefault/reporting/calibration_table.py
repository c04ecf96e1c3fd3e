"""How often verdicts are wrong, as ``make calibrate`` measured it: the method section's table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy import stats

from undefault.calibration import Rate
from undefault.calibration.null import NullContest
from undefault.calibration.summary import LARGE, Line, summarize
from undefault.records import Verdict
from undefault.reporting.wording import counted, percent_text

NOISELESS = 1.0  # coverage where the scenario has no noise and the interval is a point


@dataclass(frozen=True)
class WorstLine:
    """Over all scenarios with ``n_rows`` test rows, the worst shares; ``coverage`` is its range."""

    n_rows: int
    false_fails: float
    false_holds: float
    coverage: tuple[float, float]
    power: float
    possible: float
    power_holds: float


@dataclass(frozen=True)
class CalibrationTable:
    """What was simulated, the worst case by number of test rows, and every scenario."""

    sentence: str
    null_sentence: str
    rule_note: str
    worst: tuple[WorstLine, ...]
    lines: tuple[Line, ...]


def build_calibration(rates: Sequence[Rate], null: Sequence[NullContest], sweep: Mapping[str, Any]) -> CalibrationTable:
    """Return what the two files of the calibration say; a sweep whose rule differs from the measured one is told so."""
    lines = tuple(summarize(rates))
    sizes = sorted({line.n_rows for line in lines})
    return CalibrationTable(
        _sentence(rates, lines),
        _null_sentence(null, rates[0].alpha),
        _rule_note(rates, sweep),
        tuple(_worst([line for line in lines if line.n_rows == n_rows]) for n_rows in sizes),
        lines,
    )


def _worst(lines: Sequence[Line]) -> WorstLine:
    noisy = [line.coverage for line in lines if line.coverage < NOISELESS]
    return WorstLine(
        lines[0].n_rows,
        max(line.false_fails for line in lines),
        max(line.false_holds for line in lines),
        (min(noisy), max(noisy)),
        min(line.power for line in lines),
        min(line.possible for line in lines),
        min(line.power_holds for line in lines),
    )


def _sentence(rates: Sequence[Rate], lines: Sequence[Line]) -> str:
    n_scenarios, n_tasks = len({line.scenario for line in lines}), min(rate.n_tasks for rate in rates)
    wrong = max(max(line.false_fails, line.false_holds) for line in lines)
    return (
        f"The code that gave these verdicts was tried on simulated tasks of known regret: {n_scenarios} kinds of noise "
        f"between seeds and test rows, {counted(n_tasks, 'task')} each. Where the true regret is the margin itself, "
        f"the hardest case, a wrong “fails” or a wrong “holds” came in at most {percent_text(wrong)} of the tasks, "
        f"over all looks together. Found is a regret of {LARGE} margins that is told as “fails”, and no regret that "
        "“holds”; possible is what a test would find that knew all variances beforehand, with normal errors."
    )


def _null_sentence(null: Sequence[NullContest], alpha: float) -> str:
    """Return what verdicts said of defaults against themselves."""
    none = [contest.verdict for contest in null if contest.regret == 0]
    margin = [contest.verdict for contest in null if contest.regret > 0]
    n_wrong, n_fails = sum(verdict != Verdict.UNDECIDED for verdict in margin), none.count(Verdict.FAILS)
    most = stats.binomtest(n_wrong, len(margin)).proportion_ci().high
    return (
        f"On real data, each of {counted(len(none), 'default')} was judged against itself on other seeds, where there "
        f"is no regret: {n_fails or 'none'} is said to fail, {none.count(Verdict.HOLDS)} to hold. With the margin "
        f"added as the true regret, {n_wrong or 'none'} of {len(margin)} is said to do either, which is wrong there; "
        f"the {percent_text(0.95)} interval of that share (Clopper and Pearson) ends at {percent_text(most)}, and "
        f"{percent_text(alpha)} may be."
    )


def _rule_note(rates: Sequence[Rate], sweep: Mapping[str, Any]) -> str:
    """Return a sentence where the sweep's rule is not the measured one, else nothing."""
    own = sweep["config"].get("confirm", {})
    measured = {"margin": rates[0].margin, "alpha": rates[0].alpha, "apart": rates[0].apart}
    looks = sorted({rate.n_seeds for rate in rates})
    if {**measured, "looks": looks} == {key: own.get(key) for key in (*measured, "looks")}:
        return ""
    named = ", ".join(f"confirm.{key}={value:g}" for key, value in measured.items())
    shown = ",".join(map(str, looks))
    return f"This sweep's rule differs from the one that was measured: confirm.looks=[{shown}], {named}."
