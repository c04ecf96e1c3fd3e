"""Claim: small networks end in poor local minima more often."""

import pandas as pd

from undefault.claims.claim import Hypothesis, Part
from undefault.claims.evidence import EFFECT_COLUMNS, TASK_COLUMNS, Evidence, summarize
from undefault.claims.moderators import BY_OPTIMIZER, BY_ROWS, SMALL_NETWORK
from undefault.claims.quantities import ONE_IN_TEN, SHARE

POOR = 0.1  # of skill on the training rows behind what nine seeds in ten stay below
GOOD_SEED = 0.9
SIDE = ["source", "dataset", "optimizer"]


def _measure(evidence: Evidence) -> list[Part]:
    """Return the share of seeds of tuned settings that fit their training rows far worse than the best seeds do."""
    tuned = evidence.shapes[evidence.shapes["role"] == "tuned"]
    fits = tuned["fit"].astype(float)
    good = fits.groupby([tuned["study"], tuned["optimizer"]]).transform("quantile", GOOD_SEED)
    values = tuned[["study", "optimizer"]].assign(value=(fits < good - POOR).astype(float))
    return [
        Part(
            what="share of tuned trainings that end in poor minima below 2,000 parameters, less that from there on",
            unit=SHARE,
            smallest=ONE_IN_TEN,
            effects=_small_less_large(summarize(evidence.tasks, values)),
            apart=1.0,
            furthest=1.0,
            needs="no dataset with networks both below and from 2,000 parameters on",
        )
    ]


def _small_less_large(effects: pd.DataFrame) -> pd.DataFrame:
    """Return a row a dataset and optimizer: the mean over its small networks less that over its large ones."""
    rows = []
    for _, own in effects.groupby(SIDE, sort=False):
        is_small = own["n_parameters"] < SMALL_NETWORK
        small, large = own[is_small], own[~is_small]
        if len(small) and len(large):
            rows.append(
                {
                    **{name: small.iloc[0][name] for name in [*TASK_COLUMNS, "optimizer"]},
                    "mean": small["mean"].mean() - large["mean"].mean(),
                    "variance": sum(side["variance"].sum(skipna=False) / len(side) ** 2 for side in (small, large)),
                    "n_seeds": min(small["n_seeds"].min(), large["n_seeds"].min()),
                }
            )
    return pd.DataFrame(rows, columns=EFFECT_COLUMNS)


HYPOTHESIS = Hypothesis(
    name="small_networks_poor_minima",
    statement="Small networks end in poor local minima more often.",
    measure=_measure,
    moderators=(BY_OPTIMIZER, BY_ROWS),
)
