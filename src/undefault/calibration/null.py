"""The null on real data: a default against itself, on other seeds, has no regret, and every verdict knows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from undefault.calibration.table import read_records, write_records
from undefault.records import FloatArray, Verdict
from undefault.verdicts.judgement import Judgement, judge
from undefault.verdicts.rule import Rule

MEASURED_NULL = Path(__file__).with_name("null.csv")


@dataclass(frozen=True)
class NullContest:
    """What the rule said of one optimizer's default on one task, where the true regret is ``regret``.

    ``n_seeds`` are those of the look at which it stopped, ``mean``, ``low`` and ``high`` the interval there.
    """

    study: str
    optimizer: str
    regret: float
    n_rows: int
    verdict: str
    n_seeds: int
    mean: float
    low: float
    high: float


def null_contests(study: str, optimizer: str, row_skill: FloatArray, rule: Rule) -> list[NullContest]:
    """Return the contests of one setting's skills ``(2 * rule.cap, n_rows)``: its first half of seeds against the rest.

    Both halves are draws of one setting, so that their difference has mean 0 over seeds, with the noise of seeds and
    rows that real trainings have. With the margin added to it, the true regret is the margin, the hardest case there
    is: then every verdict but `undecided` is wrong.
    """
    if len(row_skill) != 2 * rule.cap:
        raise ValueError(f"row_skill must have twice the cap's {rule.cap} seeds, got {len(row_skill)}")
    differences = row_skill[: rule.cap] - row_skill[rule.cap :]
    return [
        _contest(study, optimizer, _stopped(differences + regret, rule), regret=regret, n_rows=row_skill.shape[1])
        for regret in (0.0, rule.margin)
    ]


def _stopped(differences: FloatArray, rule: Rule) -> Judgement:
    """Return the judgement of the first look with a verdict, or of the last."""
    *before, last = rule.looks
    for n_seeds in before:
        said = judge(differences[:n_seeds], rule)
        if said.verdict is not Verdict.UNDECIDED:
            return said
    return judge(differences[:last], rule)


def _contest(study: str, optimizer: str, said: Judgement, *, regret: float, n_rows: int) -> NullContest:
    interval = said.interval
    return NullContest(
        study, optimizer, regret, n_rows, said.verdict.value, interval.n_seeds, interval.mean, interval.low,
        interval.high,
    )  # fmt: skip


def write_null(contests: Sequence[NullContest], path: Path = MEASURED_NULL) -> None:
    """Write the table, with six digits."""
    write_records(contests, NullContest, path)


def read_null(path: Path = MEASURED_NULL) -> list[NullContest]:
    """Return the rows of the table."""
    return read_records(NullContest, path)
