"""What a kind of seeds that none of the trained ones is of could change."""


def unseen_reach(n_seeds: int, *, apart: float, alpha: float) -> float:
    """Return how far the mean over all seeds can be from that over the kinds seen in ``n_seeds``, in units of skill.

    A kind of seeds with share p (networks that die, say) is missed by all n seeds with the chance (1 - p)^n, so with
    confidence ``1 - alpha`` an unseen kind has a share of at most 1 - alpha^(1/n), the rule of three (Hanley &
    Lippman-Hand 1983, JAMA 249). If its regret is at most ``apart`` from the others', the mean moves by at most that
    share of it. The bound holds at all looks at once: the first n at which a share p would exceed it is a fixed number,
    and to miss the kind at later looks is to have missed it at that one.

    >>> round(unseen_reach(10, apart=0.5, alpha=0.025), 3), round(unseen_reach(128, apart=0.5, alpha=0.025), 3)
    (0.154, 0.014)
    """
    return float(apart * (1 - alpha ** (1 / n_seeds)))
