"""Undertrained: the validation loss was still falling when the budget ended."""

import numpy as np

from undefault.diagnosis.curves import most, skill_curves, still_rising, tail
from undefault.diagnosis.finding import Finding
from undefault.verdicts.scores import Scored

LAST = 0.2  # of the epochs
SHARE_OF_GAP = 0.02  # of what the tuned setting is ahead: what the last epochs must have gained to count


def undertrained(default: Scored, tuned: Scored) -> Finding:
    """Fire where most seeds gain in the last epochs, near their best, and remain behind the tuned setting.

    The gain is the mean skill of the last tenth of the epochs minus that of the tenth before, beyond a share of the gap
    to the tuned setting, so that noise around a plateau does not count. A curve that creeps up in nearly every epoch
    counts however small its gain.
    """
    curves = skill_curves(default)
    last = tail(curves, LAST)
    half = last.shape[1] // 2
    gained = last[:, half:].mean(axis=1) - last[:, :half].mean(axis=1) if half else np.zeros(len(last))
    gap = tuned.valid_skill - last[:, -1]
    near_best = last[:, -1] >= curves.max(axis=1) - np.maximum(gained, 0)
    falling = (gap > 0) & ((gained > SHARE_OF_GAP * gap) | still_rising(curves)) & near_best
    evidence = (
        f"the last tenth of the epochs still gained {gained.mean():.3f} of skill, {gap.mean():.2f} behind the tuned"
    )
    return Finding.when("undertrained", most(falling), evidence)
