"""Grid search: as many points as the share has, most of them along the learning rate."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

from optuna.distributions import BaseDistribution, CategoricalDistribution
from optuna.samplers import BaseSampler

from undefault.search.parameters import Dimensions
from undefault.search.samplers.point import PointSampler
from undefault.search.samplers.turn import Turn

LEAST_RATES = 5  # levels of the learning rate, which decides most (Greff et al. 2017), for each choice of the others
LEVELS = 2  # of another number
MIDDLE = 0.5


def grid(turn: Turn) -> BaseSampler:
    """Return a sampler of the turn's point in the grid of its share."""
    points = grid_points(turn.unseen, turn.share)
    return PointSampler(points[turn.place], turn.unseen.all)


def grid_points(dimensions: Dimensions, share: int) -> list[dict[str, float]]:
    """Return ``share`` points of the unit cube, each once.

    The other parameters that every setting has get levels in turn, as long as `LEAST_RATES` are left for the learning
    rate: numbers the middles of their halves, choices each of theirs. What gets none stays at its first choice, a
    number at its middle. Each combination has the learning rate at even distances, both bounds included, and where it
    does not come out even the first combinations have one level more.
    """
    rate, *others = dimensions.always
    levels = _levels({name: dimensions.always[name] for name in others}, share)
    fixed = {name: 0.0 if _is_choice(dimensions.always[name]) else MIDDLE for name in others}
    fixed |= dict.fromkeys(dimensions.conditional, MIDDLE)
    combinations = [dict(zip(levels, chosen, strict=True)) for chosen in product(*levels.values())]
    even, rest = divmod(share, len(combinations))
    return [
        {rate: coordinate, **fixed, **chosen}
        for index, chosen in enumerate(combinations)
        for coordinate in _spread(even + (index < rest))
    ]


def _levels(others: Mapping[str, BaseDistribution], share: int) -> dict[str, Sequence[float]]:
    """Return the levels of each parameter that gets any."""
    levels: dict[str, Sequence[float]] = {}
    for name, distribution in others.items():
        n = len(distribution.choices) if isinstance(distribution, CategoricalDistribution) else LEVELS
        if share // (prod(len(chosen) for chosen in levels.values()) * n) >= LEAST_RATES:
            levels[name] = [(level + 0.5) / n for level in range(n)]
    return levels


def _is_choice(distribution: BaseDistribution) -> bool:
    return isinstance(distribution, CategoricalDistribution)


def _spread(n: int) -> list[float]:
    return [level / (n - 1) for level in range(n)] if n > 1 else [MIDDLE]
