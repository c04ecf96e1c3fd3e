"""Who is tried in which round: each optimizer's share of the trials, known settings first."""

from collections.abc import Mapping, Sequence

from undefault.contracts import Request


def plan_rounds(known: Mapping[str, Sequence[Request]], *, n_trials: int, per_round: int) -> list[list[Request]]:
    """Return the rounds of a search over the optimizers in ``known``, which holds what each tries first.

    ``n_trials`` are shared equally; the first optimizers get one more where that does not come out even, and no share
    is smaller than what is known. A round holds up to ``per_round`` requests an optimizer.
    """
    even, rest = divmod(n_trials, len(known))
    queues = []
    for index, (optimizer, first) in enumerate(known.items()):
        share = max(even + (index < rest), len(first))
        queues.append([*first, *(Request(optimizer) for _ in range(share - len(first)))])
    longest = max(len(queue) for queue in queues)
    return [
        [request for queue in queues for request in queue[start : start + per_round]]
        for start in range(0, longest, per_round)
    ]
