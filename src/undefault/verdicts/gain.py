"""What a remedy does to the skill of a default, alone and together with all remedies of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from undefault.records import Verdict
from undefault.verdicts.contest import Contest
from undefault.verdicts.family import holm
from undefault.verdicts.judgement import Judgement


class Gain(StrEnum):
    """What a remedy does to the default's skill."""

    HELPS = "helps"
    HARMS = "harms"
    NO_DIFFERENCE = "no difference"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class JudgedGain:
    """A remedy's skill minus the default's, with the interval that decides and what it says.

    ``p_value`` is the least error rate at which it would still say so, 1 where undecided.
    """

    mean: float
    low: float
    high: float
    n_seeds: int
    gain: Gain
    p_value: float


def judge_gain(contest: Contest) -> JudgedGain:
    """Return what a judged contest of a remedy says.

    The intervals of all looks hold together, so that the one against the margin and the one against minus the margin
    may come from different looks, and what they have in common holds too. A remedy helps beyond the margin, harms
    beyond minus the margin, and makes no difference where it is shown to stay between the two.
    """
    upper, lower = contest.judgement, contest.lower
    if upper is None or lower is None:
        raise ValueError("a contest of a remedy that was judged was expected, got one before its first look")
    latest = max(upper, lower, key=lambda judgement: judgement.interval.n_seeds).interval
    low, high = max(upper.interval.low, lower.interval.low), min(upper.interval.high, lower.interval.high)
    if low > high:  # the looks contradict each other, as they may at the error rate
        low, high = latest.low, latest.high
    return JudgedGain(latest.mean, low, high, latest.n_seeds, *_said(upper, lower))


def _said(upper: Judgement, lower: Judgement) -> tuple[Gain, float]:
    if upper.verdict is Verdict.FAILS:
        return Gain.HELPS, upper.p_value
    if lower.verdict is Verdict.HOLDS:
        return Gain.HARMS, lower.p_value
    if upper.verdict is Verdict.HOLDS and lower.verdict is Verdict.FAILS:
        return Gain.NO_DIFFERENCE, max(upper.p_value, lower.p_value)
    return Gain.UNDECIDED, 1.0


def family_gains(contests: Sequence[Contest], *, alpha: float) -> list[Gain]:
    """Return the gains that hold together: the chance that any of them is wrong is at most ``alpha``.

    Holm's procedure over all remedies on all tasks of a report, not remedy by remedy: its reader asks which of them
    works anywhere, and would be misled by one false answer, whichever remedy it is on. A remedy that is the default
    itself is known to make no difference and takes no part.
    """
    judged = [judge_gain(contest) for contest in contests]
    tested = [index for index, contest in enumerate(contests) if contest.challenger != contest.default]
    sure = dict(zip(tested, holm([judged[index].p_value for index in tested], alpha=alpha), strict=True))
    return [one.gain if sure.get(index, True) else Gain.UNDECIDED for index, one in enumerate(judged)]
