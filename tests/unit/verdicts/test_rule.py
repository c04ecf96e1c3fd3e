"""How the error rate is shared between looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.verdicts.rule import Rule

LOOKS = st.lists(st.integers(2, 500), min_size=1, max_size=8, unique=True).map(lambda looks: tuple(sorted(looks)))


@given(LOOKS, st.floats(0.001, 0.5))
def test_all_looks_together_spend_the_error_rate_and_no_look_spends_none(looks: tuple[int, ...], alpha: float) -> None:
    spent = [Rule(0.05, alpha, looks).spent_at(look) for look in looks]
    assert sum(spent) == pytest.approx(alpha)
    assert min(spent) > 0


@given(LOOKS)
def test_what_is_spent_up_to_a_look_is_the_square_of_its_share_of_the_cap(looks: tuple[int, ...]) -> None:
    rule = Rule(0.05, 0.05, looks)
    for count, look in enumerate(looks, start=1):
        assert sum(map(rule.spent_at, looks[:count])) == pytest.approx(0.05 * (look / rule.cap) ** 2)


@pytest.mark.parametrize("looks", [(), (1, 2), (8, 8), (8, 4)])
def test_looks_that_do_not_grow_are_refused(looks: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="looks must be growing numbers of seeds from 2 up, got"):
        Rule(0.05, 0.05, looks)
