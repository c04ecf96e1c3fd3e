"""What the search minimizes."""

import numpy as np

from undefault.records import FloatArray

DIVERGED_FACTOR = 10.0


def objective(restored_valid_loss: FloatArray, constant_loss: FloatArray) -> float:
    """Return the mean over seeds ``(n_seeds,)`` of the validation loss in units of the best constant prediction's.

    1 is as good as a constant, 0 is perfect. A seed counts at most `DIVERGED_FACTOR`, also where its loss is not
    finite: a diverged trial is told as a bad finite value, and one exploded seed does not hide how the others went.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        units = np.asarray(restored_valid_loss, dtype=float) / constant_loss
    bounded = np.where(np.isfinite(units), np.minimum(units, DIVERGED_FACTOR), DIVERGED_FACTOR)
    return float(bounded.mean())
