"""No decay: what every Keras optimizer does by default."""

from collections.abc import Mapping

import numpy as np

from undefault.records import FloatArray
from undefault.schedules.base import Schedule


def _factors(_values: Mapping[str, float], steps: FloatArray) -> FloatArray:
    return np.ones_like(steps, dtype=float)


CONSTANT = Schedule("constant", keras_class=None, arguments=(), factors=_factors)
