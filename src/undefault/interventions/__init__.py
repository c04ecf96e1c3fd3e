"""Proof by intervention: what each change of a failing default wins back, and the fewest changes that suffice."""

from undefault.interventions.changes import (
    EPOCHS,
    FEATURE_SCALING,
    LEARNING_RATE,
    TARGET_SCALING,
    Change,
    Conditions,
    changed,
    differing,
    fix_text,
    value_text,
)
from undefault.interventions.proof import Arm, Failure, Ladder, Outcome, Proof, Rerun
from undefault.interventions.share import Cure, Share, share_won_back

__all__ = [
    "EPOCHS",
    "FEATURE_SCALING",
    "LEARNING_RATE",
    "TARGET_SCALING",
    "Arm",
    "Change",
    "Conditions",
    "Cure",
    "Failure",
    "Ladder",
    "Outcome",
    "Proof",
    "Rerun",
    "Share",
    "changed",
    "differing",
    "fix_text",
    "share_won_back",
    "value_text",
]
