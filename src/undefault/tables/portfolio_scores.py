"""``portfolio_scores.parquet``: a row a candidate, task and seed, from which every list can be chosen again."""

import numpy as np
import pandas as pd

from undefault.comparison.portfolio import CandidateScores

COLUMNS = ["study", "source", "candidate", "kind", "found_on", "seed", "valid_skill", "test_skill"]


def portfolio_scores_table(scores: CandidateScores | None) -> pd.DataFrame:
    """Return the table; seeds count from 0 within the phase. Empty where no candidates were trained."""
    if scores is None:
        return pd.DataFrame(columns=COLUMNS)
    n_tasks, n_seeds, n_candidates = scores.valid_skill.shape
    task, seed, candidate = (index.ravel() for index in np.indices((n_tasks, n_seeds, n_candidates)))
    return pd.DataFrame(
        {
            "study": np.array(scores.studies)[task],
            "source": np.array(scores.sources)[task],
            "candidate": np.array([one.name for one in scores.candidates])[candidate],
            "kind": np.array([one.kind.value for one in scores.candidates])[candidate],
            "found_on": np.array([one.source or "" for one in scores.candidates])[candidate],
            "seed": seed.astype(np.int32),
            "valid_skill": scores.valid_skill.ravel(),
            "test_skill": scores.test_skill.ravel(),
        }
    )
