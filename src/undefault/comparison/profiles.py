"""Performance profiles: on which share of the tasks a setting comes within some distance of the best."""

import numpy as np

from undefault.records import FloatArray

FURTHEST = 0.5  # distance from the best, in skill, up to which profiles are told


def shortfalls(skills: FloatArray) -> FloatArray:
    """Return how much skill each setting lacks to the best of its task; all arrays are ``(n_tasks, n_settings)``."""
    values = np.asarray(skills, dtype=float)
    return np.asarray(values.max(axis=1, keepdims=True) - values)


def profile(lacking: FloatArray, distances: FloatArray) -> FloatArray:
    """Return the shares ``(n_settings, n_distances)`` of tasks on which a setting lacks at most each distance.

    After Dolan and More (2002, Mathematical Programming 91), with differences in place of their ratios: skill is
    already in units of what there is to learn.

    >>> profile(np.array([[0.0, 0.2], [0.1, 0.0]]), np.array([0.0, 0.1])).tolist()
    [[0.5, 1.0], [0.5, 0.5]]
    """
    return np.asarray((lacking[:, :, None] <= np.asarray(distances)[None, None, :]).mean(axis=0))


def area(lacking: FloatArray, furthest: float) -> FloatArray:
    """Return the area under each profile from 0 to ``furthest``, as a share of it, ``(n_settings,)``; 1 is best."""
    return np.asarray(1 - np.minimum(lacking, furthest).mean(axis=0) / furthest)
