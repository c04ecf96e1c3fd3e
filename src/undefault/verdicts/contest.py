"""A default against one challenger, judged as seeds come in."""

from dataclasses import dataclass, replace
from enum import StrEnum

from undefault.records import Verdict
from undefault.verdicts.judgement import Judgement, judge
from undefault.verdicts.rule import Rule
from undefault.verdicts.scores import Scored


class Gain(StrEnum):
    """What a remedy does to the default's skill."""

    HELPS = "helps"
    HARMS = "harms"
    NO_DIFFERENCE = "no difference"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Contest:
    """The default setting of an optimizer against a tuned setting or a remedy, both by trial number.

    ``judgement`` is on the challenger's skill minus the default's, at the latest look or, once there is a verdict, the
    one with the smallest p-value, but with the latest outlook; ``None`` before the first look.
    """

    optimizer: str
    default: int
    challenger: int
    remedy: str | None = None
    judgement: Judgement | None = None

    def is_open(self, *, level: float) -> bool:
        """Whether its p-value is above ``level`` and more seeds could be hoped to bring it down there."""
        said = self.judgement
        return said is None or said.reachable_p_value <= level < said.p_value

    def judged(self, default: Scored, challenger: Scored, rule: Rule) -> "Contest":
        """Return the contest with the judgement on these trainings, which share their seeds, if it says more.

        The looks share the error rate, so a verdict of any of them stands, and its smallest p-value holds. A setting
        against itself has no regret on any seed, so no kind of seeds can be unseen.
        """
        known = rule if self.challenger != self.default else replace(rule, apart=0.0)
        now = judge(challenger.row_skill - default.row_skill, known)
        if self.judgement is None or _says_more(now, self.judgement):
            return replace(self, judgement=now)
        return replace(self, judgement=replace(self.judgement, reachable_p_value=now.reachable_p_value))


def _says_more(now: Judgement, before: Judgement) -> bool:
    """Return whether to go by ``now``: always while nothing is decided, and then with a p-value no larger."""
    return before.verdict is Verdict.UNDECIDED or now.p_value <= before.p_value


def gain(contest: Contest, margin: float) -> Gain:
    """Return what the challenger does: its whole interval beyond the margin, within it, or neither."""
    if contest.judgement is None:
        raise ValueError("a contest that was judged was expected, got one before its first look")
    low, high = contest.judgement.interval.low, contest.judgement.interval.high
    if low > margin:
        return Gain.HELPS
    if high < -margin:
        return Gain.HARMS
    return Gain.NO_DIFFERENCE if -margin < low and high < margin else Gain.UNDECIDED
