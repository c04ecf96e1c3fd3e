"""The smallest set of changes: what is tried, in what order, and what is taken."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.interventions.smallest import next_sets, smallest_set

Names = tuple[str, ...]
NAMES = ("learning_rate", "beta_1", "decay", "early_stopping")


def explored(names: Names, worth: Mapping[str, float]) -> dict[Names, float]:
    """Return all sets that the search tries where each change adds its worth."""
    shares: dict[Names, float] = {(name,): worth[name] for name in names}
    while more := next_sets(names, shares):
        shares |= {tried: sum(worth[name] for name in tried) for tried in more}
    return shares


@given(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), st.permutations(NAMES))
def test_where_changes_add_up_the_smallest_set_is_found_in_whatever_order_they_come(
    parts: list[float], order: list[str]
) -> None:
    worth = {name: part / sum(parts) for name, part in zip(NAMES, parts, strict=True)}
    sizes = []
    for names in (NAMES, tuple(order)):
        found = smallest_set(names, explored(names, worth))
        sizes.append(len(found))
        assert sum(worth[name] for name in found) >= 0.95 or set(found) == set(names)
    largest = sorted(worth.values(), reverse=True)
    fewest = next(size for size in range(1, 5) if size == 4 or sum(largest[:size]) >= 0.95)
    assert sizes == [fewest, fewest]


def test_no_set_is_tried_once_one_suffices() -> None:
    shares: dict[Names, float] = {(name,): 0.96 if name == "decay" else 0.1 for name in NAMES}
    assert next_sets(NAMES, shares) == []


def test_the_best_set_is_grown_by_each_further_change_and_all_changes_are_never_tried() -> None:
    shares: dict[Names, float] = {
        ("learning_rate",): 0.4,
        ("beta_1",): 0.1,
        ("decay",): 0.6,
        ("early_stopping",): float("nan"),
    }
    assert next_sets(NAMES, shares) == [("learning_rate", "decay"), ("beta_1", "decay"), ("decay", "early_stopping")]
    three: Names = ("learning_rate", "beta_1", "decay")
    assert next_sets(three, {("learning_rate", "beta_1"): 0.5}) == []


def test_what_lies_outside_the_setting_is_never_combined() -> None:
    shares: dict[Names, float] = {
        ("learning_rate",): 0.1,
        ("decay",): 0.2,
        ("beta_1",): 0.0,
        ("early_stopping",): 0.0,
        ("epochs",): 0.9,
    }
    assert all("epochs" not in names for names in next_sets(NAMES, shares))


def test_a_rate_that_the_tuned_setting_leaves_alone_is_not_grown() -> None:
    assert next_sets(("beta_1", "decay", "early_stopping"), {("learning_rate",): 0.9, ("decay",): 0.3}) == [
        ("beta_1", "decay"),
        ("decay", "early_stopping"),
    ]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({("learning_rate",): 0.96, ("feature_scaling",): 1.2}, ("feature_scaling",)),
        ({("learning_rate",): 0.96, ("epochs",): 1.2}, ("learning_rate",)),
        ({("learning_rate",): 0.5, ("epochs",): 0.97}, ("epochs",)),
        ({("learning_rate",): 0.5, ("learning_rate", "decay"): 0.97}, ("learning_rate", "decay")),
        ({("learning_rate",): 0.5, ("epochs",): 0.9}, NAMES),
    ],
)
def test_the_fewest_changes_are_taken_and_more_epochs_only_where_nothing_else_does(
    shares: Mapping[Names, float], expected: Names
) -> None:
    assert smallest_set(NAMES, shares) == expected
