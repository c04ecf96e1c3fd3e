"""Mean effects with their intervals: over the sources of data, or over the seeds of one source."""

import numpy as np
import pandas as pd
from scipy import stats

from undefault.claims.claim import Part
from undefault.comparison.estimate import Estimate, across_sources
from undefault.verdicts.unseen import unseen_reach


def over_sources(part: Part, effects: pd.DataFrame, alpha: float) -> Estimate:
    """Return the mean effect with Student's interval over sources, tasks on one source averaged first.

    Effects that seeds measure are widened, as verdicts are, for kinds of seeds of which none of all trainings is: where
    nothing was ever seen to happen, all sources agree, and Student's interval would be a point.
    """
    values, sources = effects["mean"].to_numpy(dtype=float), effects["source"].to_numpy()
    if effects["variance"].isna().any():
        return _within(across_sources(values, sources, alpha=alpha), 0.0, part)
    return _within(across_sources(values, sources, alpha=alpha), _unseen(part, effects, alpha), part)


def over_seeds(part: Part, effects: pd.DataFrame, alpha: float) -> Estimate:
    """Return the mean effect on the tasks of one source with its interval over seeds, for these test rows.

    It is widened for kinds of seeds that none of those trained is of. NaN bounds where seeds do not measure the spread.
    """
    fewest, mean = int(effects["n_seeds"].min()), float(effects["mean"].mean())
    variance = float(effects["variance"].sum(skipna=False)) / len(effects) ** 2
    if fewest < 2 or not np.isfinite(variance):
        return Estimate(mean, np.nan, np.nan, 1)
    reach = float(stats.t.ppf(1 - alpha / 2, fewest - 1)) * np.sqrt(variance)
    return _within(Estimate(mean, mean - reach, mean + reach, 1), _unseen(part, effects, alpha), part)


def _unseen(part: Part, effects: pd.DataFrame, alpha: float) -> float:
    """Return how far a kind of seeds that none of all trainings is of could move the mean effect.

    Where it has the share p_i in the n seeds of effect i, all are missed with the chance prod (1 - p_i)^n, which is
    largest where all p_i equal their mean p (Jensen), so that p is bounded as with n seeds for every effect together.
    """
    n_seeds = len(effects) * int(effects["n_seeds"].min())
    return unseen_reach(n_seeds, apart=part.apart, alpha=alpha / 2)


def _within(estimate: Estimate, unseen: float, part: Part) -> Estimate:
    """Return the estimate widened by ``unseen``, as in verdicts, and cut off where effects end."""
    mean = estimate.mean
    low = mean - np.hypot(mean - estimate.low, unseen)
    high = mean + np.hypot(estimate.high - mean, unseen)
    low, high = np.clip([low, high], -part.furthest, part.furthest)
    return Estimate(mean, float(low), float(high), estimate.n_units)
