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
    one with the smallest p-value; ``None`` before the first look. ``lower`` is the same against minus the margin, for
    remedies alone: a tuned setting either beats the default or does not, a remedy may also harm.
    """

    optimizer: str
    default: int
    challenger: int
    remedy: str | None = None
    judgement: Judgement | None = None
    lower: Judgement | None = None

    def is_open(self, *, level: float) -> bool:
        """Whether more seeds could bring a p-value of it down to ``level``."""
        if self.judgement is None:
            return True
        return max(one.p_value for one in (self.judgement, self.lower) if one) > level

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
    """Return the judgement to go by: the latest while nothing is decided, then the one with the smaller p-value."""
    if before is None or before.verdict is Verdict.UNDECIDED or now.p_value <= before.p_value:
        return now
    return before
