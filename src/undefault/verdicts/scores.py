"""Trainings beside what the best constant prediction loses on the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from undefault.losses import constant_loss
from undefault.records import FloatArray, Replicate, Training
from undefault.trainings import join_seeds, take_seeds
from undefault.verdicts.skill import row_skill, skill


@dataclass(frozen=True)
class Scored:
    """A training with the constants' losses, ``(n_seeds,)``, on its validation and its test rows."""

    training: Training
    constant_valid_loss: FloatArray
    constant_test_loss: FloatArray | None = None

    @property
    def valid_skill(self) -> FloatArray:
        """Skill on the validation rows at the restored epoch, ``(n_seeds,)``."""
        return skill(self.training.restored_valid_loss, self.constant_valid_loss)

    @property
    def row_skill(self) -> FloatArray:
        """Each test row's share in the skill, ``(n_seeds, n_test)``; raises where there were no test rows."""
        if self.training.test_loss is None or self.constant_test_loss is None:
            raise ValueError("a training of the confirm phase was expected, got one without test rows")
        return row_skill(self.training.test_loss, self.constant_test_loss)

    @property
    def test_skill(self) -> FloatArray:
        """Skill on the test rows at the restored epoch, ``(n_seeds,)``."""
        return np.asarray(self.row_skill.mean(axis=1))

    def first(self, count: int) -> "Scored":
        """Return the record of the first ``count`` seeds alone."""
        test = None if self.constant_test_loss is None else self.constant_test_loss[:count]
        return Scored(take_seeds(self.training, range(count)), self.constant_valid_loss[:count], test)


def score(training: Training, replicates: Sequence[Replicate], loss: str) -> Scored:
    """Return ``training`` with the constants' losses on the rows of its ``replicates``."""
    valid = np.array([constant_loss(loss, replicate.split.y_valid) for replicate in replicates])
    tested = [constant_loss(loss, replicate.y_test) for replicate in replicates if replicate.y_test is not None]
    return Scored(training, valid, np.array(tested) if tested else None)


def join(parts: Sequence[Scored]) -> Scored:
    """Return one record over the seeds of all parts, which hold trainings of one setting."""
    tests = [part.constant_test_loss for part in parts if part.constant_test_loss is not None]
    return Scored(
        join_seeds([part.training for part in parts]),
        np.concatenate([part.constant_valid_loss for part in parts]),
        np.concatenate(tests) if len(tests) == len(parts) else None,
    )
