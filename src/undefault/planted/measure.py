"""Planted failures and healthy runs through every check, counted by kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from undefault.diagnosis import CHECKS, Answer, Case, diagnose
from undefault.diagnosis.rates import HEALTHY, Count
from undefault.planted.examine import Bench, examine
from undefault.planted.ground import Ground
from undefault.planted.halves import half_of
from undefault.planted.harm import does_harm
from undefault.planted.healthy import healthy_runs
from undefault.planted.record import Planted

ANY = "any check"


@dataclass(frozen=True)
class Diagnosed:
    """What every check answered, in the order of `CHECKS`, on one failure or healthy run of a dataset."""

    kind: str
    source: str
    planted: tuple[str, ...]
    answers: tuple[Answer, ...]


def diagnose_failures(failures: Sequence[Planted], bench: Bench, tell: Callable[[str], None]) -> Iterator[Diagnosed]:
    """Yield each failure that does harm with what the checks say; those on the same ground are trained together.

    ``tell`` hears of each ground before it is trained on.
    """
    for group in by_ground([failure for failure in failures if does_harm(bench, failure)]):
        tell(group[0].name if len(group) == 1 else f"{group[0].name}, and {len(group) - 1} more on the same task")
        ground = group[0].broken.ground
        known = [failure.healthy.setting for failure in group if failure.healthy.ground is ground]
        cases = examine(bench, ground, [failure.broken.setting for failure in group], known)
        for failure, case in zip(group, cases, strict=True):
            yield diagnosed(failure.kind, failure.source, failure.checks, case)


def diagnose_healthy(grounds: Sequence[Ground], bench: Bench, tell: Callable[[str], None]) -> Iterator[Diagnosed]:
    """Yield each healthy run on the grounds with what the checks say."""
    for ground in grounds:
        tell(f"{HEALTHY} / {ground.task.name}")
        for run in healthy_runs(bench, ground):
            yield diagnosed(HEALTHY, ground.task.dataset.source, (), run.case)


def by_ground(failures: Sequence[Planted]) -> list[list[Planted]]:
    """Return the failures in groups that stand on the same ground."""
    groups: dict[int, list[Planted]] = {}
    for failure in failures:
        groups.setdefault(id(failure.broken.ground), []).append(failure)
    return list(groups.values())


def diagnosed(kind: str, source: str, planted: tuple[str, ...], case: Case) -> Diagnosed:
    """Return what every check says of a case."""
    return Diagnosed(kind, source, planted, tuple(finding.answer for finding in diagnose(case)))


def tally(cases: Iterable[Diagnosed]) -> list[Count]:
    """Return the counts of every half, kind and check, and of `ANY`; kinds in their order."""
    groups: dict[tuple[str, str], list[Diagnosed]] = {}
    for one in cases:
        groups.setdefault((half_of(one.source).value, one.kind), []).append(one)
    return [count for (half, kind), group in groups.items() for count in _counts(half, kind, group)]


def _counts(half: str, kind: str, group: Sequence[Diagnosed]) -> Iterator[Count]:
    for i, check in enumerate(CHECKS):
        answers = [one.answers[i] for one in group]
        quiet = answers.count(Answer.NOT_APPLICABLE)
        yield Count(half, kind, check, check in group[0].planted, len(group), answers.count(Answer.FIRES), quiet)
    n_any = sum(Answer.FIRES in one.answers for one in group)
    yield Count(half, kind, ANY, is_planted=False, n_cases=len(group), n_fires=n_any, n_not_applicable=0)
