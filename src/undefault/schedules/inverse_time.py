"""``1 / (1 + decay_rate * step / decay_steps)``, Keras's ``InverseTimeDecay``."""

from collections.abc import Mapping

from undefault.records import FloatArray
from undefault.schedules.base import Schedule


def _factors(values: Mapping[str, float], steps: FloatArray) -> FloatArray:
    factors: FloatArray = 1.0 / (1.0 + values["decay_rate"] * steps / values["decay_steps"])
    return factors


INVERSE_TIME = Schedule("inverse_time", "InverseTimeDecay", ("decay_steps", "decay_rate"), _factors)
