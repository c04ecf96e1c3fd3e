"""Each optimizer's share of the trials, known settings first."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.contracts import DEFAULT, PROPOSED, Request
from undefault.records import Setting
from undefault.shares import plan_rounds

Known = Mapping[str, Sequence[Request]]


def make_known(counts: list[int]) -> dict[str, list[Request]]:
    """Return optimizers with that many known settings each, the default before the remedies."""
    names = [f"optimizer {index}" for index in range(len(counts))]
    return {
        name: [Request(name, DEFAULT if rank == 0 else f"remedy {rank}", Setting(name, 0.1)) for rank in range(count)]
        for name, count in zip(names, counts, strict=True)
    }


KNOWN = st.lists(st.integers(1, 4), min_size=1, max_size=6).map(make_known)


@given(KNOWN, st.integers(1, 60), st.integers(1, 7))
def test_the_trials_are_as_many_as_asked_for_unless_more_are_known(known: Known, n_trials: int, per_round: int) -> None:
    rounds = plan_rounds(known, n_trials=n_trials, per_round=per_round)
    total = sum(len(requests) for requests in rounds)
    if n_trials >= len(known) * max(len(first) for first in known.values()):
        assert total == n_trials
    assert total >= n_trials


@given(KNOWN, st.integers(1, 60), st.integers(1, 7))
def test_the_shares_of_two_optimizers_differ_by_one_at_most_beyond_what_is_known(
    known: Known, n_trials: int, per_round: int
) -> None:
    rounds = plan_rounds(known, n_trials=n_trials, per_round=per_round)
    shares = Counter(request.optimizer for requests in rounds for request in requests)
    free = [shares[name] for name, first in known.items() if shares[name] > len(first)]
    assert not free or max(free) - min(free) <= 1
    assert all(shares[name] >= len(first) for name, first in known.items())


@given(KNOWN, st.integers(1, 60), st.integers(1, 7))
def test_every_known_setting_is_asked_for_once_and_before_any_proposal(
    known: Known, n_trials: int, per_round: int
) -> None:
    rounds = plan_rounds(known, n_trials=n_trials, per_round=per_round)
    for name, first in known.items():
        own = [request for requests in rounds for request in requests if request.optimizer == name]
        assert own[: len(first)] == list(first)
        assert all(request.origin == PROPOSED and request.setting is None for request in own[len(first) :])


@given(KNOWN, st.integers(1, 60), st.integers(1, 7))
def test_no_round_is_empty_or_holds_more_of_an_optimizer_than_it_may(
    known: Known, n_trials: int, per_round: int
) -> None:
    for requests in plan_rounds(known, n_trials=n_trials, per_round=per_round):
        assert requests
        assert max(Counter(request.optimizer for request in requests).values()) <= per_round


@pytest.mark.parametrize(("n_trials", "expected"), [(7, [3, 2, 2]), (9, [3, 3, 3]), (2, [1, 1, 1])])
def test_the_first_optimizers_get_one_more_where_it_does_not_come_out_even(n_trials: int, expected: list[int]) -> None:
    rounds = plan_rounds(make_known([1, 1, 1]), n_trials=n_trials, per_round=2)
    shares = Counter(request.optimizer for requests in rounds for request in requests)
    assert list(shares.values()) == expected
