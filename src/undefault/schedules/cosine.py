"""Half a cosine from 1 down to ``alpha`` over ``decay_steps``, Keras's ``CosineDecay`` without warm-up."""

from collections.abc import Mapping

import numpy as np

from undefault.records import FloatArray
from undefault.schedules.base import Schedule


def _factors(values: Mapping[str, float], steps: FloatArray) -> FloatArray:
    share = np.minimum(steps, values["decay_steps"]) / values["decay_steps"]
    cosine: FloatArray = 0.5 * (1.0 + np.cos(np.pi * share))
    return (1.0 - values["alpha"]) * cosine + values["alpha"]


COSINE = Schedule("cosine", "CosineDecay", ("decay_steps", "alpha"), _factors)
