"""Which runs are healthy, on hand-made skills."""

from tests.unit.diagnosis.cases import scored

from undefault.planted.healthy import are_healthy
from undefault.verdicts.scores import Scored


def reaching(skill: float) -> Scored:
    return scored([1.0, 1 - skill])


def test_what_is_near_the_best_and_stays_there_with_twice_the_epochs_is_healthy() -> None:
    once = [reaching(0.8), reaching(0.79), reaching(0.7), reaching(0.79), reaching(0.79)]
    twice = [reaching(0.8), reaching(0.8), reaching(0.7), reaching(0.84), reaching(0.74)]
    assert are_healthy(once, twice) == [0, 1]  # then: far from the best, still gains, loses by going on


def test_nothing_is_healthy_where_nothing_learns() -> None:
    assert are_healthy([reaching(0.1)], [reaching(0.1)]) == []
