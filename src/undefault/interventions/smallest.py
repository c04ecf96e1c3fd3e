"""Which sets of changes to try next, and which is the smallest that wins back enough."""

from collections.abc import Mapping, Sequence
from math import inf, isnan

from undefault.interventions.changes import EPOCHS
from undefault.interventions.share import ENOUGH

Names = tuple[str, ...]


def next_sets(names: Names, shares: Mapping[Names, float]) -> list[Names]:
    """Return the sets of changes to try after those tried; none where one suffices or only all changes are left.

    ``names`` are all hyperparameters in which the default and the tuned setting differ, ``shares`` what each set tried
    wins back. Greedy and forward: the best set so far with each further hyperparameter. With up to three
    hyperparameters that leaves out one pair at most; with six it tries 20 sets in the worst case instead of 62.
    """
    if any(share >= ENOUGH for share in shares.values()):
        return []
    own = [tried for tried in shares if set(tried) <= set(names)]
    size = max((len(tried) for tried in own), default=0)
    if size + 1 >= len(names):
        return []
    best = max((tried for tried in own if len(tried) == size), key=lambda tried: _rank(shares[tried]))
    return [_in_order(names, {*best, name}) for name in names if name not in best]


def smallest_set(names: Names, shares: Mapping[Names, float]) -> Names:
    """Return the fewest changes that win back `ENOUGH`; all of ``names`` where nothing less does.

    Among as few the one that wins back most, but more epochs only where nothing else does, for they cost time.
    """
    enough = [tried for tried, share in shares.items() if share >= ENOUGH]
    if not enough:
        return names
    return min(enough, key=lambda tried: (len(tried), tried == (EPOCHS,), -shares[tried]))


def _in_order(names: Sequence[str], chosen: set[str]) -> Names:
    return tuple(name for name in names if name in chosen)


def _rank(share: float) -> float:
    """Return the share as a key to sort by: one that is not known comes last."""
    return -inf if isnan(share) else share
