"""``decay_rate ** (step / decay_steps)``, Keras's ``ExponentialDecay``."""

from collections.abc import Mapping

from undefault.records import FloatArray
from undefault.schedules.base import Schedule


def _factors(values: Mapping[str, float], steps: FloatArray) -> FloatArray:
    factors: FloatArray = values["decay_rate"] ** (steps / values["decay_steps"])
    return factors


EXPONENTIAL = Schedule("exponential", "ExponentialDecay", ("decay_steps", "decay_rate"), _factors)
