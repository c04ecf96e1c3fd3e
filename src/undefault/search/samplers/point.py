"""A sampler that proposes one point of the unit cube, whatever was found before."""

import math
from collections.abc import Mapping
from typing import Any, final

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import BaseSampler
from optuna.study import Study
from optuna.trial import FrozenTrial


@final
class PointSampler(BaseSampler):
    """Gives each parameter its coordinate of ``point``, which has one for conditional parameters too.

    ``within`` says from which distribution: a parameter's own, or a part of it.
    """

    def __init__(self, point: Mapping[str, float], within: Mapping[str, BaseDistribution]) -> None:
        self._point, self._within = point, within

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:  # noqa: ARG002
        """Nothing is sampled jointly; the point is joint already."""
        return {}

    def sample_relative(
        self,
        study: Study,  # noqa: ARG002
        trial: FrozenTrial,  # noqa: ARG002
        search_space: dict[str, BaseDistribution],  # noqa: ARG002
    ) -> dict[str, Any]:
        """Nothing is sampled jointly."""
        return {}

    def sample_independent(
        self,
        study: Study,  # noqa: ARG002
        trial: FrozenTrial,  # noqa: ARG002
        param_name: str,
        param_distribution: BaseDistribution,  # noqa: ARG002
    ) -> Any:
        """Return what the point's coordinate stands for."""
        return value_at(self._within[param_name], self._point[param_name])


def value_at(distribution: BaseDistribution, coordinate: float) -> Any:
    """Return the value at a coordinate from 0 to 1: equal parts of it for choices and whole numbers.

    >>> value_at(FloatDistribution(0.01, 1, log=True), 0.5)
    0.1
    >>> [value_at(IntDistribution(2, 4), u) for u in (0, 0.5, 1)]
    [2, 3, 4]
    """
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[min(int(coordinate * len(distribution.choices)), len(distribution.choices) - 1)]
    if isinstance(distribution, IntDistribution):
        value = _between(distribution.low - 0.5, distribution.high + 0.5, coordinate, log=distribution.log)
        return min(max(round(value), distribution.low), distribution.high)
    if isinstance(distribution, FloatDistribution):
        value = _between(distribution.low, distribution.high, coordinate, log=distribution.log)
        return min(max(value, distribution.low), distribution.high)
    raise TypeError(f"a distribution of Optuna was expected, got {distribution!r}")


def coordinate_of(distribution: FloatDistribution | IntDistribution, value: float) -> float:
    """Return where `value_at` gives the value, from 0 to 1."""
    half = 0.5 * isinstance(distribution, IntDistribution)
    low, high = distribution.low - half, distribution.high + half
    if distribution.log:
        low, high, value = math.log(low), math.log(high), math.log(value)
    return (value - low) / (high - low)


def _between(low: float, high: float, coordinate: float, *, log: bool) -> float:
    if log:
        return float(10 ** (math.log10(low) + coordinate * (math.log10(high) - math.log10(low))))
    return low + coordinate * (high - low)
