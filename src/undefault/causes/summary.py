"""How often the planted cause was found, with its interval, and every miss."""

from collections.abc import Sequence

from scipy import stats

from undefault.causes.measure import Finding
from undefault.interventions import Outcome


def is_found(finding: Finding) -> bool:
    """Return whether the planted cause is the single change that wins back most."""
    return finding.top == finding.cause


def share_found(findings: Sequence[Finding], *, decoys: bool) -> tuple[int, int]:
    """Return in how many failures with a cause it was found, and how many there are."""
    failing = [one for one in findings if one.cause and one.fails and one.decoys is decoys]
    return sum(map(is_found, failing)), len(failing)


def recommended_in_vain(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without a remediable cause for which a fix was recommended all the same."""
    return [one for one in findings if not one.cause and one.outcome and Outcome(one.outcome).is_fix]


def summarize(findings: Sequence[Finding]) -> list[str]:
    """Return the figures as lines, the misses after them."""
    lines = []
    for decoys in (False, True):
        found, n_failing = share_found(findings, decoys=decoys)
        among = "among decoys" if decoys else "alone"
        lines.append(f"planted cause {among}: the top intervention in {_rate(found, n_failing)}")
    hopeless, vain = [one for one in findings if not one.cause], recommended_in_vain(findings)
    lines.append(f"no setting can help: a fix is recommended in {_rate(len(vain), len(hopeless))}")
    spared = [one for one in findings if one.cause and not one.fails]
    lines.append(f"planted, but not failing by the verdict's rule, and left out: {len(spared)}")
    missed = [one for one in findings if one.cause and one.fails and not is_found(one)]
    return [*lines, *(_miss(one) for one in missed), *(_vain(one) for one in vain)]


def _rate(count: int, total: int) -> str:
    """Return a share with its exact interval (Clopper & Pearson 1934, Biometrika 26)."""
    if not total:
        return "none of 0"
    interval = stats.binomtest(count, total).proportion_ci(0.95)
    return f"{count} of {total}, {count / total:.1%} (95 %: {interval.low:.1%} to {interval.high:.1%})"


def _miss(one: Finding) -> str:
    among = " among decoys" if one.decoys else ""
    return (
        f"missed{among}: {one.kind} / {one.source}: {one.cause} wins back {one.cause_share:.1%}, "
        f"{one.top} {one.top_share:.1%}"
    )


def _vain(one: Finding) -> str:
    return f"in vain: {one.kind} / {one.source}: regret {one.regret:.2f}, {one.outcome}"
