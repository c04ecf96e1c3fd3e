"""A short list of settings that covers all tasks, chosen greedily and judged on datasets it was not chosen on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from undefault.comparison.estimate import Estimate, by_group, over_units
from undefault.records import BoolArray, FloatArray, IntArray, Setting

MOST_MEMBERS = 5


class Kind(StrEnum):
    """Where a candidate comes from."""

    DEFAULT = "default"
    REMEDY = "remedy"
    FINALIST = "finalist"


@dataclass(frozen=True)
class Candidate:
    """A setting that can be trained on any task.

    ``source`` says on whose rows a finalist was found, ``None`` for what was known before. ``budget_argument`` names
    the argument of its decay, absent from ``setting``, that each task sets to its steps.
    """

    name: str
    kind: Kind
    setting: Setting
    source: str | None = None
    budget_argument: str | None = None


@dataclass(frozen=True)
class CandidateScores:
    """Every candidate trained on every task: skills on validation and test rows ``(n_tasks, n_seeds, n_candidates)``.

    ``sources`` ``(n_tasks,)`` says whose rows a task uses: tasks of one source are left out together.
    """

    studies: tuple[str, ...]
    sources: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    valid_skill: FloatArray
    test_skill: FloatArray

    def __post_init__(self) -> None:
        expected = (len(self.studies), len(self.candidates))
        for name in ("valid_skill", "test_skill"):
            shape = getattr(self, name).shape
            if (shape[0], shape[-1]) != expected or shape != self.valid_skill.shape:
                raise ValueError(f"{name} must be (n_tasks, n_seeds, n_candidates) for {expected}, got {shape}")

    def unseen(self, source: str) -> list[int]:
        """Return the indices of the candidates that were not found on a source's rows."""
        return [index for index, candidate in enumerate(self.candidates) if candidate.source != source]

    def of_kind(self, *kinds: Kind) -> list[int]:
        """Return the indices of the candidates of these kinds."""
        return [index for index, candidate in enumerate(self.candidates) if candidate.kind in kinds]


@dataclass(frozen=True)
class PortfolioJudgement:
    """Lists of 1, 2, ... settings against the best single default, each chosen without the source it is judged on.

    ``members`` are the candidates chosen with all sources, in their order. ``list_skill`` is
    ``(n_sources, n_sizes)``, ``default_skill`` ``(n_sources,)``, ``gains`` one estimate a size. ``size`` is how many
    members to use: 0 is "keep the default", which is ``kept_default``.
    """

    members: tuple[int, ...]
    list_skill: FloatArray
    default_skill: FloatArray
    gains: tuple[Estimate, ...]
    size: int
    kept_default: int


def judge_portfolio(scores: CandidateScores, *, alpha: float) -> PortfolioJudgement | None:
    """Return the judgement on the candidates; ``None`` with fewer than two sources, for then nothing can be left out.

    What was found on a source is no candidate of the list judged there. A list of settings is used as a reader would:
    all are trained, and the best on the validation rows is kept. Lists
    are chosen greedily (Pfisterer et al. 2021, Learning Multiple Defaults for Machine Learning Algorithms; Wistuba
    et al. 2015), every source weighing the same. The intervals over sources share ``alpha`` between the sizes
    (Bonferroni). A list is used only where its whole interval is above 0, and then the shortest whose mean is
    within one standard error of the best mean's (Breiman et al. 1984, Classification and Regression Trees).
    """
    sources = np.array(scores.sources)
    if len(set(scores.sources)) < 2:
        return None
    left_out = [_judge_on(scores, str(source)) for source in np.unique(sources)]
    list_skill = np.array([skills for skills, _ in left_out])
    default_skill = np.array([skill for _, skill in left_out])
    gains = tuple(over_units(gain, alpha=alpha / MOST_MEMBERS) for gain in (list_skill - default_skill[:, None]).T)
    everywhere = np.ones(len(sources), dtype=bool)
    return PortfolioJudgement(
        members=tuple(choose_greedily(scores, everywhere, among=range(len(scores.candidates)))),
        list_skill=list_skill,
        default_skill=default_skill,
        gains=gains,
        size=choose_size(list_skill, gains),
        kept_default=best_single(scores, everywhere, scores.of_kind(Kind.DEFAULT)),
    )


def choose_greedily(scores: CandidateScores, tasks: BoolArray, *, among: Sequence[int]) -> list[int]:
    """Return up to `MOST_MEMBERS` candidates, each adding the most skill on ``tasks`` to those before it.

    ``tasks`` is a mask, ``among`` the candidates to choose from. Ends early where none adds any. Of equal
    candidates the earlier one is taken.
    """
    valid, test = scores.valid_skill[tasks], scores.test_skill[tasks]
    sources = np.array(scores.sources)[tasks]
    chosen: list[int] = []
    kept_valid, kept_test, reached = np.full(valid.shape[:2], -np.inf), np.zeros(valid.shape[:2]), -np.inf
    allowed = np.isin(np.arange(valid.shape[2]), among)
    for _ in range(MOST_MEMBERS):
        with_each = np.where(valid > kept_valid[:, :, None], test, kept_test[:, :, None])
        values = by_group(with_each.mean(axis=1), sources).mean(axis=0)
        best = int(np.where(allowed, values, -np.inf).argmax())
        if not values[best] > reached + 1e-12:
            break
        kept_test, reached = with_each[:, :, best], float(values[best])
        kept_valid = np.maximum(kept_valid, valid[:, :, best])
        chosen.append(best)
    return chosen


def portfolio_skill(scores: CandidateScores, members: Sequence[int]) -> FloatArray:
    """Return the mean test skill ``(n_tasks,)`` of keeping the member that is best on the validation rows."""
    chosen = list(members)
    picked = scores.valid_skill[:, :, chosen].argmax(axis=2)[:, :, None]
    return np.asarray(np.take_along_axis(scores.test_skill[:, :, chosen], picked, axis=2)[:, :, 0].mean(axis=1))


def best_single(scores: CandidateScores, tasks: BoolArray, among: Sequence[int]) -> int:
    """Return the candidate with the best mean skill on ``tasks`` (a mask) ``among`` some."""
    skills = by_group(scores.test_skill[tasks].mean(axis=1), np.array(scores.sources)[tasks]).mean(axis=0)
    return list(among)[int(skills[list(among)].argmax())]


def choose_size(list_skill: FloatArray, gains: Sequence[Estimate]) -> int:
    """Return how many members to use, 0 for none: see `judge_portfolio`."""
    better: IntArray = np.array([size for size, gain in enumerate(gains, start=1) if gain.low > 0], dtype=int)
    if not len(better):
        return 0
    means = list_skill.mean(axis=0)
    best = int(means[better - 1].argmax())
    lost = list_skill[:, [better[best] - 1]] - list_skill[:, better - 1]
    errors = lost.std(axis=0, ddof=1) / np.sqrt(len(list_skill))
    return int(better[lost.mean(axis=0) <= errors + 1e-12][0])


def _judge_on(scores: CandidateScores, left_out: str) -> tuple[FloatArray, float]:
    """Return the skills ``(n_sizes,)`` of lists, and of a default, on the source that had no say in them."""
    others = np.array(scores.sources) != left_out
    members = choose_greedily(scores, others, among=scores.unseen(left_out))
    sizes = [min(size, len(members)) for size in range(1, MOST_MEMBERS + 1)]
    skills = np.array([portfolio_skill(scores, members[:size])[~others].mean() for size in sizes])
    default = best_single(scores, others, scores.of_kind(Kind.DEFAULT))
    return skills, float(scores.test_skill[~others][:, :, default].mean())
