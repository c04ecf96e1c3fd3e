"""The median stopping rule (Golovin et al. 2017, "Google Vizier", section 3.2)."""

from collections.abc import Sequence

from undefault.pruning.rung import Bracket, Rung, within_budget

WARM_UP, LOOKS = 2, 10  # tenths of the budget: before the first look, and in all


def median(n_epochs: int) -> Sequence[Bracket]:
    """Return one bracket: from a fifth of the budget on, each tenth, a trial worse than the median is stopped.

    The median is that of the best objectives so far of all trials of the group, a stopped one's as it was stopped. The
    paper compares with running averages of trials that are finished; here those of the same batch count too.
    """
    looks = [max(1, n_epochs * tenth // LOOKS) for tenth in range(WARM_UP, LOOKS)]
    return [Bracket(within_budget([Rung(look, 0.5) for look in looks], n_epochs))]
