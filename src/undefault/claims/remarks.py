"""What else there is to say beside an answer."""

import pandas as pd

from undefault.claims.evidence import Evidence, contrast
from undefault.claims.quantities import tested_skill
from undefault.comparison.estimate import by_group


def skill_remark(evidence: Evidence, tasks: pd.DataFrame, optimizer: str, remedy: str) -> str:
    """Say what a remedy does to the skill of its optimizer's default on ``tasks``: steadiness has its price."""
    effects = contrast(tasks, evidence.of_role(optimizer, remedy), evidence.of_role(optimizer, "default"), tested_skill)
    if effects.empty:
        return ""
    gain = by_group(effects["mean"].to_numpy(dtype=float), effects["source"].to_numpy()).mean()
    return f"On these tasks it changes the test skill by {gain:+.2f}.".replace("-", "\N{MINUS SIGN}")
