"""What a loaded dataset is: the rows for training and validation, and apart from them the test rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from undefault.records import DatasetSpec, FloatArray, TaskType


@dataclass(frozen=True)
class Rows:
    """Cleaned but unscaled rows, with numbers as float64 and categories as text.

    ``target`` ``(n_rows,)`` is float64: class codes 0, 1, ... or the regression target.
    """

    features: pd.DataFrame
    target: FloatArray

    def __post_init__(self) -> None:
        if self.target.shape != (len(self.features),):
            raise ValueError(f"target must be (n_rows,) = ({len(self.features)},), got {self.target.shape}")

    def __len__(self) -> int:
        return len(self.target)


@dataclass(frozen=True)
class Schema:
    """The feature columns by kind; ``categorical`` maps a column to its categories, each one encoded column."""

    numeric: tuple[str, ...]
    categorical: Mapping[str, tuple[str, ...]]

    @property
    def n_features(self) -> int:
        """The encoded width: one column a number, one a category."""
        return len(self.numeric) + sum(len(categories) for categories in self.categorical.values())


@dataclass(frozen=True)
class Dataset:
    """All that a search may see of a dataset; the test rows are in `HeldBack` and only counted here.

    ``development`` holds the rows for training and validation, label noise included. ``class_names`` follow the class
    codes and are empty for regression. ``notes`` are sentences on what was dropped, converted or filled in. ``digest``
    stands for all rows as they were read, whichever were held back and whatever noise was added.
    """

    spec: DatasetSpec
    task_type: TaskType
    class_names: tuple[str, ...]
    schema: Schema
    development: Rows
    n_test: int
    notes: tuple[str, ...]
    digest: str

    @property
    def n_features(self) -> int:
        """The number of a network's inputs, the same for every seed and every ``n_samples``."""
        return self.schema.n_features

    @property
    def n_outputs(self) -> int:
        """The number of a network's outputs: one a class from three classes on, else 1."""
        return len(self.class_names) if self.task_type is TaskType.MULTICLASS else 1

    @property
    def n_train(self) -> int:
        """The number of training rows of every seed."""
        return len(self.development) - self.n_valid

    @property
    def n_valid(self) -> int:
        """The number of validation rows of every seed: a quarter of the development rows."""
        return len(self.development) // 4


@dataclass(frozen=True)
class HeldBack:
    """The test rows of a dataset, for confirmation alone; label noise never touches them."""

    rows: Rows
