"""Claim: too small a learning rate is slow or stuck."""

import numpy as np
import pandas as pd

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, summarize
from undefault.claims.moderators import BY_OPTIMIZER, BY_ROWS, BY_SIZE
from undefault.claims.quantities import MOST_SKILL, SKILL, UNSEEN_SKILL

TIMES_TOO_SMALL = 100.0
NEAR = 1.5  # the ladder's rungs are that many times apart, or a little more


def _measure(evidence: Evidence) -> list[Part]:
    """Return the skill that a hundredth of the best rate loses within the same budget."""
    rates = evidence.rates
    groups = rates.groupby(["study", "optimizer"], sort=False)
    values = [
        _behind(own, evidence.margin).assign(study=str(study), optimizer=str(name)) for (study, name), own in groups
    ]
    table = pd.concat(values) if values else pd.DataFrame(columns=["study", "optimizer", "value"])
    return [
        Part(
            what="skill at the best rate, less that at a hundredth of it within the same budget",
            unit=SKILL,
            smallest=evidence.margin,
            effects=summarize(evidence.tasks, table),
            apart=UNSEEN_SKILL,
            furthest=MOST_SKILL,
            needs="no ladder of learning rates that reaches down to a hundredth of the best one",
        )
    ]


def _behind(own: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Return each seed's test skill at the best rate (by validation) less that at the rung nearest to a hundredth."""
    valid = own.groupby("learning_rate")["valid_skill"].mean()
    best = float(valid.index[int(valid.to_numpy().argmax())])
    low = float(min(valid.index, key=lambda rate: abs(np.log(rate * TIMES_TOO_SMALL / best))))
    reaches = low * TIMES_TOO_SMALL <= best * NEAR and valid[best] > margin
    tested = own.pivot_table(index="seed", columns="learning_rate", values="test_skill")
    return pd.DataFrame({"value": (tested[best] - tested[low]).dropna() if reaches else pd.Series(dtype=float)})


HYPOTHESIS = Hypothesis(
    name="too_small_rate_stuck",
    statement="Too small a learning rate is slow or stuck.",
    measure=_measure,
    moderators=(BY_OPTIMIZER, BY_SIZE, BY_ROWS),
)
