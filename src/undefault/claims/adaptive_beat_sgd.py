"""Claim: Adam and RMSprop beat SGD on small data at moderate rates."""

import numpy as np
import pandas as pd

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import Evidence, summarize
from undefault.claims.moderators import BY_NOISE, BY_SIZE, small_data
from undefault.claims.quantities import MOST_SKILL, SKILL, UNSEEN_SKILL
from undefault.comparison.estimate import by_group

MODERATE = (-3.0, -2.5, -2.0)  # decadic logarithms of the rates: Keras's defaults of these three are the ends
ADAPTIVE = ("adam", "rmsprop")


def _measure(evidence: Evidence) -> list[Part]:
    sgd = _moderate_skills(evidence.rates, "sgd")
    return [
        Part(
            what=f"skill of {name}, less that of sgd at equal rates from 0.001 to 0.01, below 200 training rows",
            unit=SKILL,
            smallest=evidence.margin,
            effects=summarize(small_data(evidence.tasks), _ahead(_moderate_skills(evidence.rates, name), sgd)),
            apart=UNSEEN_SKILL,
            furthest=MOST_SKILL,
            needs=f"no task below 200 training rows with ladders of the learning rates of {name} and sgd",
        )
        for name in ADAPTIVE
    ]


def _moderate_skills(rates: pd.DataFrame, optimizer: str) -> pd.DataFrame:
    """Return the mean test skill over the moderate rates by study and seed, between rungs by interpolation."""
    rows = [
        (study, seed, float(np.interp(MODERATE, np.log10(rungs["learning_rate"]), rungs["test_skill"]).mean()))
        for (study, seed), own in rates[rates["optimizer"] == optimizer].groupby(["study", "seed"], sort=False)
        for rungs in [own.sort_values("learning_rate")]
        if rungs["learning_rate"].iloc[0] <= 1.01e-3 and rungs["learning_rate"].iloc[-1] >= 0.99e-2
    ]
    return pd.DataFrame(rows, columns=["study", "seed", "skill"]).assign(optimizer=optimizer)


def _ahead(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    pairs = first.merge(second, on=["study", "seed"], suffixes=("", "_second"))
    return pairs[["study", "optimizer"]].assign(value=pairs["skill"] - pairs["skill_second"])


def _remark(evidence: Evidence) -> str:
    """Say how the three compare when each has its own best rate."""
    tasks, best = small_data(evidence.tasks), evidence.best_rates()
    wide = best.pivot_table(index="study", columns="optimizer", values="best_skill")
    if "sgd" not in wide or not set(ADAPTIVE) <= set(wide.columns):
        return ""
    own = tasks.merge(wide.reset_index(), on="study").dropna(subset=["sgd", *ADAPTIVE])
    if own.empty:
        return ""
    ahead = {name: by_group((own[name] - own["sgd"]).to_numpy(), own["source"].to_numpy()).mean() for name in ADAPTIVE}
    told = " and ".join(f"{name} is {value:+.2f} of validation skill from sgd" for name, value in ahead.items())
    return f"With each at its own best rate, {told}.".replace("-", "\N{MINUS SIGN}")


HYPOTHESIS = Hypothesis(
    name="adaptive_beat_sgd",
    statement="Adam and RMSprop beat SGD on small data at moderate rates.",
    measure=_measure,
    moderators=(BY_SIZE, BY_NOISE),
    remark=_remark,
)
