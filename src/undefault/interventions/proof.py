"""One failing default with everything that was changed about it, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from undefault.interventions.changes import LEARNING_RATE, Change, Conditions, changed, differing
from undefault.interventions.share import Cure, Share, share_won_back
from undefault.records import Setting
from undefault.specs import Range
from undefault.verdicts.interval import Interval, two_way_interval
from undefault.verdicts.scores import Scored


class Outcome(StrEnum):
    """What the re-run on fresh seeds says of the smallest fix; `explain_outcome` gives the sentence."""

    PROVEN = "proven"
    WHOLE = "whole setting"
    NOTHING_LEARNS = "nothing learns"
    NOT_REPEATED = "not repeated"

    @property
    def is_fix(self) -> bool:
        """Whether there is something to recommend."""
        return self in (Outcome.PROVEN, Outcome.WHOLE)


@dataclass(frozen=True)
class Failure:
    """A default setting that fails, beside its tuned setting on the same confirm seeds.

    ``trials`` are the numbers of both; ``rates`` is the optimizer's range of learning rates; ``conditions`` are the
    task's.
    """

    default: Setting
    tuned: Setting
    default_scored: Scored
    tuned_scored: Scored
    rates: Range
    conditions: Conditions
    trials: tuple[int, int]

    @property
    def names(self) -> tuple[str, ...]:
        """The hyperparameters in which the two settings differ."""
        return differing(self.default, self.tuned)

    @property
    def whole(self) -> Change:
        """All hyperparameters changed at once: the tuned setting."""
        return Change(self.names, self.tuned, self.conditions)

    def change(self, names: tuple[str, ...]) -> Change:
        """Return the default with these hyperparameters as the tuned setting has them."""
        return Change(names, changed(self.default, self.tuned, names), self.conditions)

    def share_of(self, scored: Scored, *, alpha: float) -> Share:
        """Return what a training on the same seeds wins back of the regret."""
        pair = self.default_scored.row_skill, self.tuned_scored.row_skill
        return share_won_back(scored.row_skill, *pair, alpha=alpha)


@dataclass(frozen=True)
class Ladder:
    """Learning rates with all else default, lowest first, scored on validation rows; ``best`` is the index chosen."""

    rates: tuple[float, ...]
    scores: tuple[Scored, ...]
    best: int

    @property
    def rate(self) -> float:
        """The rate of the best validation skill."""
        return self.rates[self.best]


@dataclass(frozen=True)
class Arm:
    """A change with what it measured on the confirm seeds, and the share of the regret that it wins back."""

    change: Change
    scored: Scored
    share: Share


@dataclass(frozen=True)
class Rerun:
    """Default, smallest fix and tuned setting once more, on seeds that nothing else has used."""

    default: Scored
    fixed: Scored
    tuned: Scored

    def regret(self, *, alpha: float) -> Interval:
        """Return the regret of the default on these seeds."""
        return two_way_interval(self.tuned.row_skill - self.default.row_skill, alpha=alpha)

    def share(self, *, alpha: float) -> Share:
        """Return the share of the regret that the fix wins back on these seeds."""
        rows = (scored.row_skill for scored in (self.fixed, self.default, self.tuned))
        return share_won_back(*rows, alpha=alpha)

    def outcome(self, *, alpha: float, is_whole: bool) -> Outcome:
        """Return what these seeds say; ``is_whole`` tells that the fix is the tuned setting itself, of several changes.

        There is nothing to fix where the regret is not seen again, or where the tuned setting itself is not shown to
        beat a constant prediction: then no setting learns, and no optimizer is to blame.
        """
        if not self.regret(alpha=alpha).low > 0:
            return Outcome.NOT_REPEATED
        if not two_way_interval(self.tuned.row_skill, alpha=alpha).low > 0:
            return Outcome.NOTHING_LEARNS
        proven = not is_whole and self.share(alpha=alpha).cure is Cure.CURES
        return Outcome.PROVEN if proven else Outcome.WHOLE


@dataclass(frozen=True)
class Proof:
    """A failing default, all interventions on it, the smallest fix and its re-run.

    ``ladder`` is ``None`` where the learning rate differs alone or not at all. ``fix`` is what seemed enough on the
    confirm seeds: one of the ``arms``, or all changes at once.
    """

    failure: Failure
    ladder: Ladder | None
    arms: tuple[Arm, ...]
    fix: Arm
    rerun: Rerun
    outcome: Outcome

    @property
    def recommended(self) -> tuple[Change, Scored]:
        """The change to make with what it reached on fresh seeds; all changes at once where nothing less is proven.

        Raises `ValueError` where the outcome is no fix.
        """
        if not self.outcome.is_fix:
            raise ValueError(f"an outcome that is a fix was expected, got {self.outcome.value!r}")
        if self.outcome is Outcome.PROVEN:
            return self.fix.change, self.rerun.fixed
        return self.failure.whole, self.rerun.tuned

    @property
    def n_trainings(self) -> int:
        """The number of trainings that all this took."""
        return sum(len(scored.training.seeds) for _, _, scored in self.trained())

    def trained(self) -> Iterator[tuple[str, Change, Scored]]:
        """Yield all that was trained, with its role and what was changed; what all changes do is known before."""
        whole, unchanged = self.failure.whole, self.failure.change(())
        if self.ladder is not None:
            for rate, scored in zip(self.ladder.rates, self.ladder.scores, strict=True):
                setting = replace(self.failure.default, learning_rate=rate)
                yield "ladder", replace(unchanged, names=(LEARNING_RATE,), setting=setting), scored
        for arm in self.arms:
            if arm.change != whole:
                yield "intervention", arm.change, arm.scored
        yield "default", unchanged, self.rerun.default
        yield "tuned", whole, self.rerun.tuned
        if self.fix.change != whole:
            yield "fix", self.fix.change, self.rerun.fixed
