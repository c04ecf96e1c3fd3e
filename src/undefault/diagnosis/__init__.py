"""Why a default fails: one check a file, each a pure function of what the confirm phase measured.

A new check is one file, and its line here.
"""

from collections.abc import Callable, Mapping, Sequence

from undefault.diagnosis import (
    dead_units,
    diverged,
    exploding_gradients,
    not_the_optimizers_fault,
    oscillating,
    overfitted,
    saturated_units,
    seed_fragile,
    stalled,
    stopped_too_early,
    undertrained,
    update_ratio_too_large,
    update_ratio_too_small,
    vanishing_gradients,
)
from undefault.diagnosis.case import Case
from undefault.diagnosis.facts import Facts, facts_of
from undefault.diagnosis.finding import Answer, Finding

__all__ = ["CHECKS", "Answer", "Case", "Facts", "Finding", "diagnose", "facts_of", "failure_modes"]

CHECKS: Mapping[str, Callable[[Case], Finding]] = {
    diverged.NAME: diverged.diverged,
    stalled.NAME: stalled.stalled,
    undertrained.NAME: undertrained.undertrained,
    oscillating.NAME: oscillating.oscillating,
    overfitted.NAME: overfitted.overfitted,
    stopped_too_early.NAME: stopped_too_early.stopped_too_early,
    dead_units.NAME: dead_units.dead_units,
    saturated_units.NAME: saturated_units.saturated_units,
    vanishing_gradients.NAME: vanishing_gradients.vanishing_gradients,
    exploding_gradients.NAME: exploding_gradients.exploding_gradients,
    update_ratio_too_small.NAME: update_ratio_too_small.update_ratio_too_small,
    update_ratio_too_large.NAME: update_ratio_too_large.update_ratio_too_large,
    seed_fragile.NAME: seed_fragile.seed_fragile,
    not_the_optimizers_fault.NAME: not_the_optimizers_fault.not_the_optimizers_fault,
}


def diagnose(case: Case) -> list[Finding]:
    """Return every check's answer, in the order of `CHECKS`."""
    return [check(case) for check in CHECKS.values()]


def failure_modes(findings: Sequence[Finding]) -> list[str]:
    """Return the names of the checks that fire."""
    return [finding.check for finding in findings if finding.answer is Answer.FIRES]
