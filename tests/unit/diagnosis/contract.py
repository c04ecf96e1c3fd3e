"""What every check must keep to, whatever it looks for; the test of each check inherits these."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

import pytest
from tests.unit.diagnosis.cases import FLAT, LEARNS, case, scored

from undefault.diagnosis import CHECKS, Answer, Case, Finding
from undefault.trainings import take_seeds
from undefault.verdicts.scores import Scored


class CheckContract:
    """Give ``name``, and cases that the check ``fires_on``, is ``quiet_on`` and is ``not_applicable_to``."""

    name: ClassVar[str]
    fires_on: ClassVar[Sequence[Case]]
    quiet_on: ClassVar[Sequence[Case]]
    not_applicable_to: ClassVar[Sequence[Case]] = ()

    @property
    def check(self) -> Callable[[Case], Finding]:
        return CHECKS[self.name]

    def test_it_fires_on_what_it_looks_for(self) -> None:
        for one in self.fires_on:
            finding = self.check(one)
            assert (finding.check, finding.answer) == (self.name, Answer.FIRES), finding.evidence

    def test_it_is_quiet_on_what_only_looks_like_it(self) -> None:
        for one in (*self.quiet_on, case(scored(LEARNS))):
            assert self.check(one).answer is not Answer.FIRES, self.check(one).evidence

    def test_it_says_where_it_does_not_apply(self) -> None:
        for one in self.not_applicable_to:
            assert self.check(one).answer is Answer.NOT_APPLICABLE

    def test_what_does_not_fire_has_no_severity(self) -> None:
        for one in (*self.quiet_on, *self.not_applicable_to):
            assert self.check(one).severity == 0

    def test_the_order_of_the_seeds_changes_nothing(self) -> None:
        for one in (*self.fires_on, *self.quiet_on):
            before, after = self.check(one), self.check(_in_reverse(one))
            assert (after.answer, after.evidence) == (before.answer, before.evidence)
            assert after.severity == pytest.approx(before.severity)


def _in_reverse(one: Case) -> Case:
    return replace(one, default=_reversed(one.default), tuned=_reversed(one.tuned), best=_reversed(one.best))


def _reversed(one: Scored) -> Scored:
    order = list(range(len(one.training.seeds)))[::-1]
    return replace(one, training=take_seeds(one.training, order))


NOTHING_LEARNS = case(scored(FLAT), scored(FLAT))
