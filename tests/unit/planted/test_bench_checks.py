"""The shipped table keeps what is claimed of it, and a piece of the benchmark run anew agrees with it."""

from collections import Counter

from scipy.stats import binom

from undefault.diagnosis import CHECKS, Answer
from undefault.diagnosis.rates import HEALTHY, MEASURED, false_alarms, read_counts, recall
from undefault.planted import KINDS, Half, Planted, half_of
from undefault.planted.examine import Bench
from undefault.planted.healthy import grounds
from undefault.planted.measure import ANY, diagnose_failures, diagnose_healthy
from undefault.planted.summary import macro_recall

COUNTS = read_counts(MEASURED)


def test_the_shipped_table_has_every_check_of_every_kind_that_it_has() -> None:
    kinds = {(count.half, count.kind) for count in COUNTS}
    expected = {(half, kind, check) for half, kind in kinds for check in (*CHECKS, ANY)}
    assert {(count.half, count.kind, count.check) for count in COUNTS} == expected
    assert {kind for _, kind in kinds} == {*(kind.name for kind in KINDS), HEALTHY}


def test_on_the_held_back_half_there_are_twenty_kinds_and_every_check_has_several_failures_to_find() -> None:
    held_back = [count for count in COUNTS if count.half == Half.HELD_BACK.value]
    assert len({count.kind for count in held_back} - {HEALTHY}) >= 20
    assert all(recall(held_back, check).n >= 2 for check in CHECKS)


def test_there_are_two_hundred_healthy_runs() -> None:
    assert sum(count.n_cases for count in COUNTS if (count.kind, count.check) == (HEALTHY, ANY)) >= 200


def test_no_kind_was_trained_on_more_than_its_datasets() -> None:
    for kind in KINDS:
        for half in Half:
            n_cases = {count.n_cases for count in COUNTS if (count.kind, count.half) == (kind.name, half.value)}
            assert max(n_cases, default=0) <= sum(half_of(source) is half for source in kind.sources), kind.name


def test_macro_recall_on_the_held_back_half_is_at_least_nine_tenths() -> None:
    assert macro_recall(COUNTS, half=Half.HELD_BACK.value) >= 0.9


def test_false_alarms_on_the_held_back_half_stay_below_5_and_10_percent() -> None:
    assert all(false_alarms(COUNTS, check).share <= 0.05 for check in CHECKS)
    assert false_alarms(COUNTS, ANY).share <= 0.1


def test_a_piece_of_the_benchmark_run_anew_finds_what_was_planted(failures: list[Planted], bench: Bench) -> None:
    """Eleven failures on one task: were each found with the chance 0.9, fewer than 7 are in 1 of 300 draws."""
    piece = [one for one in failures if one.source == "circles" and one.broken.ground.task.network.hidden == (16,)]
    grounds_of = Counter(id(one.broken.ground) for one in piece)
    piece = [one for one in piece if id(one.broken.ground) == grounds_of.most_common(1)[0][0]]
    diagnosed = list(diagnose_failures(piece, bench, lambda _: None))
    found = sum(_finds(one.planted, one.answers) for one in diagnosed)
    assert len(piece) >= 10
    assert found >= binom.ppf(1 / 300, len(piece), 0.9)


def _finds(planted: tuple[str, ...], answers: tuple[Answer, ...]) -> bool:
    return all(answer is Answer.FIRES for check, answer in zip(CHECKS, answers, strict=True) if check in planted)


def test_healthy_runs_of_one_task_trained_anew_are_left_alone(bench: Bench) -> None:
    """Were each flagged with the chance 0.1, more than the bound would be in 1 of 1,000 draws."""
    circles = [ground for ground in grounds() if ground.task.name == "circles/mlp_16_relu"]
    diagnosed = list(diagnose_healthy(circles, bench, lambda _: None))
    flagged = sum(Answer.FIRES in one.answers for one in diagnosed)
    assert len(diagnosed) >= 3
    assert flagged <= binom.ppf(0.999, len(diagnosed), 0.1)
