"""Quantities of the shapes of learning curves, a number a training, that claims compare."""

import pandas as pd

from undefault.diagnosis.oscillating import SWING

OVERSHOOTS = 0.05  # of the constant prediction's loss
ONE_IN_TEN = 0.1  # trainings: the smallest share that a claim about trainings must concern
SHARE = "of trainings"
SKILL = "of skill"
DECADES = "decades of the learning rate"
TWOFOLD = 0.3  # decades
UNSEEN_SKILL = 0.5  # how far in skill seeds of a kind that was not seen may be, as confirm.apart has it
MOST_SKILL = 2.0  # skill reaches from -1 to 1


def oscillates(shapes: pd.DataFrame) -> pd.Series:
    """Return whether the validation loss swings by more than `SWING` an epoch, as the check of that name reads it."""
    return shapes["swing"] > SWING


def overshoots(shapes: pd.DataFrame) -> pd.Series:
    """Return whether the training loss rises by more than `OVERSHOOTS` above its lowest so far."""
    return shapes["overshoot"] > OVERSHOOTS


def tested_skill(shapes: pd.DataFrame) -> pd.Series:
    """Return the skill on the test rows."""
    return shapes["test_skill"]


def lost(shapes: pd.DataFrame) -> pd.Series:
    """Return the validation skill lost after the best epoch."""
    return shapes["lost"]


def share_of_epochs(shapes: pd.DataFrame) -> pd.Series:
    """Return the share of the budget's epochs that were trained."""
    return shapes["share_of_epochs"]
