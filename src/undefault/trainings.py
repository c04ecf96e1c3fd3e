"""Trainings of one setting, taken apart and put together by seed."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from undefault.records import Training

ARRAYS = tuple(field.name for field in fields(Training) if field.name not in ("setting", "seeds"))


def take_seeds(training: Training, indices: Sequence[int]) -> Training:
    """Return the training over the seeds at these indices, in their order."""
    arrays: dict[str, Any] = {
        name: None if getattr(training, name) is None else getattr(training, name)[list(indices)] for name in ARRAYS
    }
    return replace(training, seeds=tuple(training.seeds[i] for i in indices), **arrays)


def join_seeds(trainings: Sequence[Training]) -> Training:
    """Return one training over all seeds; test rows are kept where every part has them."""
    first = trainings[0]
    if len(trainings) == 1:
        return first
    arrays: dict[str, Any] = {name: [getattr(training, name) for training in trainings] for name in ARRAYS}
    joined: dict[str, Any] = {
        name: None if any(part is None for part in parts) else np.concatenate(parts) for name, parts in arrays.items()
    }
    return replace(first, seeds=tuple(seed for training in trainings for seed in training.seeds), **joined)
