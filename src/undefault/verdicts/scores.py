"""Trainings beside what the best constant prediction loses on the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import reduce
from typing import Any

import numpy as np

from undefault.losses import constant_loss
from undefault.records import FloatArray, Replicate, Training
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
        names = [field.name for field in fields(Training) if field.name not in ("setting", "seeds")]
        arrays: dict[str, Any] = {name: _first(getattr(self.training, name), count) for name in names}
        training = Training(self.training.setting, self.training.seeds[:count], **arrays)
        return Scored(training, self.constant_valid_loss[:count], _first(self.constant_test_loss, count))


def score(training: Training, replicates: Sequence[Replicate], loss: str) -> Scored:
    """Return ``training`` with the constants' losses on the rows of its ``replicates``."""
    valid = np.array([constant_loss(loss, replicate.split.y_valid) for replicate in replicates])
    tested = [constant_loss(loss, replicate.y_test) for replicate in replicates if replicate.y_test is not None]
    return Scored(training, valid, np.array(tested) if tested else None)


def join(parts: Sequence[Scored]) -> Scored:
    """Return one record over the seeds of all parts, which hold trainings of one setting."""
    return reduce(_join_two, parts)


def _join_two(a: Scored, b: Scored) -> Scored:
    names = [field.name for field in fields(Training) if field.name not in ("setting", "seeds")]
    arrays: dict[str, Any] = {name: _append(getattr(a.training, name), getattr(b.training, name)) for name in names}
    training = Training(a.training.setting, a.training.seeds + b.training.seeds, **arrays)
    valid = np.concatenate([a.constant_valid_loss, b.constant_valid_loss])
    return Scored(training, valid, _append(a.constant_test_loss, b.constant_test_loss))


def _first(a: FloatArray | None, count: int) -> FloatArray | None:
    return None if a is None else a[:count]


def _append(a: FloatArray | None, b: FloatArray | None) -> FloatArray | None:
    return None if a is None or b is None else np.concatenate([a, b])
