"""Successive halving (Jamieson and Talwalkar 2016)."""

from collections.abc import Sequence

from undefault.pruning.rung import Bracket, Rung, within_budget

ETA = 3  # one in so many goes on at a rung, for so many times the epochs; the value of Li et al. 2018
N_RUNGS = 2  # so a ninth is trained whole


def halving(n_epochs: int) -> Sequence[Bracket]:
    """Return one bracket: a third goes on after a ninth of the budget, a ninth after a third of it."""
    return [ladder(N_RUNGS, n_epochs)]


def ladder(n_rungs: int, n_epochs: int, *, weight: float = 1.0) -> Bracket:
    """Return the bracket of ``n_rungs``, the last of which comes after 1 / `ETA` of the budget."""
    rungs = [
        Rung(max(1, n_epochs // ETA ** (n_rungs - climbed)), 1 / ETA ** (climbed + 1)) for climbed in range(n_rungs)
    ]
    return Bracket(within_budget(rungs, n_epochs), weight)
