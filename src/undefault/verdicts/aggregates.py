"""What stands beside a mean over seeds: its middle half, how often it wins, and how often it fails.

The first two follow Agarwal et al. (2021, Deep Reinforcement Learning at the Edge of the Statistical Precipice).
"""

import numpy as np
from scipy import stats

from undefault.records import FloatArray


def interquartile_mean(skill: FloatArray) -> float:
    """Return the mean of the middle half of ``skill`` ``(n_seeds,)``; seeds that died or excelled do not move it.

    >>> round(interquartile_mean(np.array([-1.0, 0.8, 0.9, 1.0])), 3)
    0.85
    """
    return float(stats.trim_mean(np.asarray(skill, dtype=float), 0.25))


def probability_of_improvement(tuned: FloatArray, default: FloatArray) -> float:
    """Return the share of seeds whose ``tuned`` skill is above their ``default`` one, both ``(n_seeds,)``; ties half.

    >>> probability_of_improvement(np.array([0.9, 0.5, 0.7, 0.8]), np.array([0.6, 0.5, 0.8, 0.1]))
    0.625
    """
    difference = np.asarray(tuned, dtype=float) - default
    return float((np.sign(difference) + 1).mean() / 2)


def share_failed(skill: FloatArray, *, bar: float = 0.0) -> float:
    """Return the share of seeds whose ``skill`` ``(n_seeds,)`` is at most ``bar``: by default, learned nothing.

    >>> share_failed(np.array([-1.0, 0.0, 0.3, 0.9]))
    0.5
    """
    return float((np.asarray(skill) <= bar).mean())
