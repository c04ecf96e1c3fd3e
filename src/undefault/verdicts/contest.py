"""A default against one challenger, judged as seeds come in."""

from dataclasses import dataclass, replace

from undefault.records import Verdict
from undefault.verdicts.judgement import Judgement, judge
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored


@dataclass(frozen=True)
class Contest:
    """The default setting of an optimizer against a tuned setting or a remedy, both by trial number.

    ``judgement`` is on the challenger's skill minus the default's, at the latest look or, once there is a verdict, the
    one with the smallest p-value, but with the latest outlook; ``None`` before the first look. ``lower`` is the same
    against minus the margin, for remedies alone: a tuned setting either beats the default or does not, a remedy may
    also harm.
    """

    optimizer: str
    default: int
    challenger: int
    remedy: str | None = None
    judgement: Judgement | None = None
    lower: Judgement | None = None

    def is_open(self, *, level: float) -> bool:
        """Whether a p-value of it is above ``level`` and more seeds could be hoped to bring it down there."""
        said = [one for one in (self.judgement, self.lower) if one]
        return not said or any(one.reachable_p_value <= level < one.p_value for one in said)

    def judged(self, default: Scored, challenger: Scored, rule: Rule) -> "Contest":
        """Return the contest with the judgement on these trainings, which share their seeds, if it says more.

        The looks share the error rate, so a verdict of any of them stands, and its smallest p-value holds. A setting
        against itself has no regret on any seed, so no kind of seeds can be unseen.
        """
        known = rule if self.challenger != self.default else replace(rule, apart=0.0)
        differences = challenger.row_skill - default.row_skill
        upper = _surer(judge(differences, known), self.judgement)
        lower = _surer(judge(differences, replace(known, margin=-known.margin)), self.lower) if self.remedy else None
        return replace(self, judgement=upper, lower=lower)


def _surer(now: Judgement, before: Judgement | None) -> Judgement:
    """Return the judgement to go by: the latest while nothing is decided, then the one with the smaller p-value.

    What can still be hoped for is always the latest's.
    """
    if before is None or before.verdict is Verdict.UNDECIDED or now.p_value <= before.p_value:
        return now
    return replace(before, reachable_p_value=now.reachable_p_value)
