"""What an answer depends on: groups of tasks of which one supports a claim and another refutes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from undefault.claims.claim import Answer, Moderator, Part, judge_parts
from undefault.claims.spread import over_seeds, over_sources
from undefault.comparison.estimate import Estimate

Spread = Callable[[Part, pd.DataFrame, float], Estimate]


@dataclass(frozen=True)
class Dependence:
    """What the answer depends on, with the groups that support and that refute the claim."""

    what: str
    supported: tuple[str, ...]
    refuted: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Which groups say what."""
        return f"Supported for {', '.join(self.supported)}; refuted for {', '.join(self.refuted)}."


def find_dependence(parts: Sequence[Part], moderators: Sequence[Moderator], *, alpha: float) -> Dependence | None:
    """Return the first moderator that splits the tasks into groups of which one is supported and one refuted.

    The last to be asked is the source, each judged over its seeds. Moderators share ``alpha``, and groups their
    moderator's.
    """
    share = alpha / (len(moderators) + 1)
    for moderator in moderators:
        found = _split(parts, moderator, share, over_sources)
        if found:
            return found
    return _split(parts, Moderator("the dataset", lambda effects: effects["source"].astype(str)), share, over_seeds)


def _split(parts: Sequence[Part], moderator: Moderator, alpha: float, spread: Spread) -> Dependence | None:
    groups = [dict(list(part.effects.groupby(moderator.group(part.effects)))) for part in parts]
    shared = [name for name in groups[0] if all(name in own for own in groups)]
    answers = {name: _judge(parts, groups, name, alpha / (len(shared) * len(parts)), spread) for name in shared}
    supported, refuted = (_names(answers, wanted) for wanted in (Answer.SUPPORTED, Answer.REFUTED))
    return Dependence(moderator.what, supported, refuted) if supported and refuted else None


def _judge(
    parts: Sequence[Part], groups: Sequence[Mapping[str, pd.DataFrame]], name: str, alpha: float, spread: Spread
) -> Answer:
    return judge_parts(parts, [spread(part, own[name], alpha) for part, own in zip(parts, groups, strict=True)])


def _names(answers: Mapping[str, Answer], wanted: Answer) -> tuple[str, ...]:
    return tuple(str(name) for name, found in answers.items() if found is wanted)
