"""Whether what was planted does harm: only then is there a failure to find."""

import numpy as np

from undefault.diagnosis.case import MATERIAL, NOISE
from undefault.planted.examine import Bench
from undefault.planted.record import Arm, Planted
from undefault.records import FloatArray, Phase

HARM_SEEDS = range(100, 112)  # of the confirm phase, apart from those that are diagnosed


def does_harm(bench: Bench, failure: Planted) -> bool:
    """Return whether the broken arm has less skill than the healthy one, by more than the margin and than chance.

    Both are trained on seeds that no check sees, and scored on their test rows. A patience of 1 on data where the first
    epochs bring all of the skill, say, breaks nothing.
    """
    broken, healthy = (_skill(bench, arm) for arm in (failure.broken, failure.healthy))
    loss = healthy - broken
    error = loss.std(ddof=1) / np.sqrt(len(loss))
    return bool(loss.mean() > MATERIAL + NOISE * error)


def _skill(bench: Bench, arm: Arm) -> FloatArray:
    [scored] = bench.train(arm.ground, [arm.setting], Phase.CONFIRM, HARM_SEEDS)
    return scored.test_skill
