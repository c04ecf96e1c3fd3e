"""From the effects that a claim speaks of to its answer."""

from collections.abc import Sequence

import numpy as np

from undefault.claims.claim import Answer, Claim, Hypothesis, Part, judge_parts
from undefault.claims.dependence import find_dependence
from undefault.claims.evidence import Evidence
from undefault.claims.spread import over_sources
from undefault.comparison.estimate import FEWEST_SOURCES, Estimate

N_CLAIMS = 12
NOTHING = Estimate(np.nan, np.nan, np.nan, 0)


def put_to_test(hypothesis: Hypothesis, evidence: Evidence, *, alpha: float) -> Claim:
    """Return the answer of one sweep's tables; ``alpha`` is the error rate of all `N_CLAIMS` claims together.

    Every claim has the share ``alpha / N_CLAIMS``, two-sided, of which the answer over all tasks takes the whole
    interval and what it may depend on half of such a share once more:

    - *supported*: the interval of every part's mean over sources is above its smallest effect of interest.
    - *refuted*: the interval of some part is below it.
    - *depends*: neither, and of the groups that a moderator makes one is supported and one refuted. The moderators
      are the claim's own and, last, the source, whose interval spans its seeds.

    To support, all parts must pass, which needs no correction between them (intersection-union test; Berger 1982,
    Technometrics 24); to refute one is enough, so the parts share the rate. One side of an interval errs with half of
    its rate, so ``alpha / 24`` for all tasks and ``alpha / 48`` for all groups together: the chance that any of the
    claims is falsely called supported, for all tasks or for a group, is below ``alpha``, as far as means over sources
    are normal, and so is the chance that any is falsely refuted.
    """
    parts = hypothesis.measure(evidence)
    lacking = [part.needs for part in parts if part.effects.empty]
    if lacking:
        return _claim(hypothesis, parts, Answer.UNDECIDED, [NOTHING] * len(parts), f"The sweep has {lacking[0]}.")
    share = alpha / N_CLAIMS
    estimates = [over_sources(part, part.effects, share / len(parts)) for part in parts]
    found = judge_parts(parts, estimates)
    told = [f"{_told(part, estimate)}." for part, estimate in zip(parts, estimates, strict=True)]
    remark = hypothesis.remark(evidence)
    if found is not Answer.UNDECIDED:
        return _claim(hypothesis, parts, found, estimates, " ".join(filter(None, [*told, remark])))
    depends = find_dependence(parts, hypothesis.moderators, alpha=share / 2)
    told += [depends.sentence if depends else _why_open(estimates), remark]
    found, on = (Answer.DEPENDS, depends.what) if depends else (Answer.UNDECIDED, "")
    return _claim(hypothesis, parts, found, estimates, " ".join(filter(None, told)), on)


def _claim(  # the parts of one record
    hypothesis: Hypothesis,
    parts: Sequence[Part],
    found: Answer,
    estimates: Sequence[Estimate],
    evidence: str,
    depends_on: str = "",
) -> Claim:
    part, estimate = min(zip(parts, estimates, strict=True), key=_support)
    return Claim(
        name=hypothesis.name,
        statement=hypothesis.statement,
        answer=found,
        depends_on=depends_on,
        estimand=part.what,
        effect=estimate.mean,
        low=estimate.low,
        high=estimate.high,
        unit=part.unit,
        smallest=part.smallest,
        n_tasks=part.effects["study"].nunique(),
        n_sources=estimate.n_units,
        evidence=evidence,
    )


def _support(pair: tuple[Part, Estimate]) -> float:
    """Return how far a part is above its smallest effect in half-widths of its interval: the least decides."""
    part, estimate = pair
    width = estimate.high - estimate.mean
    if not np.isfinite(width):
        return 0.0
    return float((estimate.mean - part.smallest) / max(width, 1e-12))


def _told(part: Part, estimate: Estimate) -> str:
    of_sources = f"{estimate.n_units} source{'s' if estimate.n_units > 1 else ''} of data"
    interval = f" [{_number(estimate.low)}, {_number(estimate.high)}]" if np.isfinite(estimate.low) else ""
    needs = f"the claim needs more than {_number(part.smallest)}"
    what = f"{part.what[0].upper()}{part.what[1:]}"
    return f"{what}: {_number(estimate.mean)}{interval} {part.unit} over {of_sources}; {needs}"


def _why_open(estimates: Sequence[Estimate]) -> str:
    if any(not np.isfinite(one.low) for one in estimates):
        return f"Fewer than {FEWEST_SOURCES} sources of data have no interval: add datasets."
    return "The interval holds effects on both sides of what the claim needs: add datasets."


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")
