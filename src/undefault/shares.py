"""Who is tried in which round: each optimizer's share of the trials, known settings first."""

import math
from collections.abc import Mapping, Sequence

from undefault.contracts import Request

EXTRA_SHARE = 0.5  # of an optimizer's equal share, for each time that one of its ranges was widened


def plan_rounds(known: Mapping[str, Sequence[Request]], *, n_trials: int, per_round: int) -> list[list[Request]]:
    """Return the rounds of a search over the optimizers in ``known``, which holds what each tries first.

    ``n_trials`` are shared equally; the first optimizers get one more where that does not come out even, and no share
    is smaller than what is known. A round holds up to ``per_round`` requests an optimizer.
    """
    even, rest = divmod(n_trials, len(known))
    shares = {name: even + (index < rest) for index, name in enumerate(known)}
    return _rounds([[*first, *_proposals(name, shares[name] - len(first))] for name, first in known.items()], per_round)


def plan_extra_rounds(optimizers: Sequence[str], *, n_extra: int, per_round: int) -> list[list[Request]]:
    """Return the rounds in which each of the optimizers gets ``n_extra`` proposals more."""
    return _rounds([_proposals(name, n_extra) for name in optimizers], per_round)


def extra_trials(n_trials: int, n_optimizers: int) -> int:
    """Return how many proposals an optimizer gets after a widening, when ``n_trials`` are shared by ``n_optimizers``.

    >>> extra_trials(176, 11)
    8
    """
    return math.ceil(EXTRA_SHARE * n_trials / n_optimizers)


def _proposals(optimizer: str, share: int) -> list[Request]:
    return [Request(optimizer, place=place, share=share) for place in range(share)]


def _rounds(queues: Sequence[Sequence[Request]], per_round: int) -> list[list[Request]]:
    longest = max(len(queue) for queue in queues)
    return [
        [request for queue in queues for request in queue[start : start + per_round]]
        for start in range(0, longest, per_round)
    ]
