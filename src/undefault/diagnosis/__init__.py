"""Why a default fails: one check a file, each a pure function of what the confirm phase measured.

A new check is one file, and its line here.
"""

from collections.abc import Callable, Sequence

from undefault.diagnosis.diverged import diverged
from undefault.diagnosis.finding import Answer, Finding
from undefault.diagnosis.oscillating import oscillating
from undefault.diagnosis.overfitted import overfitted
from undefault.diagnosis.seed_fragile import seed_fragile
from undefault.diagnosis.stalled import stalled
from undefault.diagnosis.undertrained import undertrained
from undefault.records import Phase
from undefault.trials import Trial
from undefault.verdicts.scores import Scored

__all__ = ["CHECKS", "Answer", "Finding", "failure_modes"]

CHECKS: Sequence[Callable[[Scored, Scored], Finding]] = (
    diverged,
    stalled,
    undertrained,
    oscillating,
    overfitted,
    seed_fragile,
)


def failure_modes(default: Trial, tuned: Trial) -> list[str]:
    """Return the names of the checks that fire on a default, beside the tuned setting on the same seeds."""
    own, other = default.scored[Phase.CONFIRM], tuned.scored[Phase.CONFIRM]
    common = min(len(own.training.seeds), len(other.training.seeds))
    findings = (check(own.first(common), other.first(common)) for check in CHECKS)
    return [finding.mode for finding in findings if finding.answer is Answer.FIRES]
