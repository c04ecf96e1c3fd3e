"""Whether two ways to train gave the same learning curves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from undefault.records import FloatArray, Training

TOLERANCE = 1e-3
# Above this rate, twice Keras's default, a relu that rounding switches the other way can change what is learned
STABLE_RATE = 2e-3


@dataclass(frozen=True)
class Curves:
    """Losses and metric by lane and epoch, each ``(n_lanes, n_epochs)``."""

    train_loss: FloatArray
    valid_loss: FloatArray
    valid_metric: FloatArray

    @classmethod
    def of(cls, trainings: Sequence[Training]) -> Self:
        """Return the curves of trainings on one seed."""
        names = ("train_loss", "valid_loss", "valid_metric")
        return cls(*(np.stack([getattr(training, name)[0] for training in trainings]) for name in names))


def relative_difference(curves: Curves, others: Curves) -> FloatArray:
    """Return each lane's largest difference between losses, as a share of the lane's mean loss, ``(n_lanes,)``."""
    pairs = ((curves.train_loss, others.train_loss), (curves.valid_loss, others.valid_loss))
    shares = [np.abs(own - other).max(axis=1) / np.abs(other).mean(axis=1) for own, other in pairs]
    largest: FloatArray = np.maximum(*shares)
    return largest


def require_agreement(name: str, curves: Curves, engine: Curves, learning_rates: FloatArray) -> dict[str, float]:
    """Return the largest relative difference to the engine at stable rates, and at all.

    Raises `ValueError` where it is above 0.001 at stable rates, for then not the same training was timed.
    """
    differences = relative_difference(curves, engine)
    stable = float(differences[learning_rates <= STABLE_RATE].max())
    if not stable <= TOLERANCE:
        raise ValueError(
            f"{name} must train as the engine does, to {TOLERANCE:g} of the loss at rates up to {STABLE_RATE:g}, "
            f"got {stable:.2g}; mend it before comparing times"
        )
    return {"stable": stable, "all": float(differences.max())}
