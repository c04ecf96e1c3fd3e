"""The vocabulary: frozen records that check themselves once, passed between all parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.integer[Any]]
BoolArray = npt.NDArray[np.bool_]


class TaskType(StrEnum):
    """What a network has to predict."""

    REGRESSION = "regression"
    BINARY = "binary"
    MULTICLASS = "multiclass"


class Phase(StrEnum):
    """How far a trial has come; each phase trains on seeds of its own. Only fixes of failing defaults are run again."""

    SEARCH = "search"
    SELECT = "select"
    CONFIRM = "confirm"
    RERUN = "rerun"


class Verdict(StrEnum):
    """Whether a default setting loses more than the margin to the tuned setting."""

    FAILS = "fails"
    HOLDS = "holds"
    UNDECIDED = "undecided"


class TrialState(StrEnum):
    """How the trainings of a trial ended, as the table's word; `explain_state` gives the sentence."""

    COMPLETE = "complete"
    DIVERGED = "diverged"
    PRUNED = "pruned"


@dataclass(frozen=True)
class Decay:
    """A learning-rate schedule by name, e.g. ``Decay("exponential", {"decay_steps": 1000, "decay_rate": 0.9})``.

    ``values`` holds the schedule's own arguments under Keras's names; the initial learning rate belongs to the setting.
    """

    kind: str = "constant"
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """An optimizer with everything that decides how it trains.

    ``optimizer`` is the name of a file in conf/optimizer; ``hyperparameters`` holds the optimizer's own arguments under
    Keras's names (``beta_1``, ``momentum``, ...). ``patience`` is in epochs, ``None`` for no early stopping.
    ``batch_size`` is ``None`` where the task's own holds.
    """

    optimizer: str
    learning_rate: float
    hyperparameters: Mapping[str, float] = field(default_factory=dict)
    decay: Decay = field(default_factory=Decay)
    weight_decay: float = 0.0
    patience: int | None = None
    restore_best_weights: bool = False
    batch_size: int | None = None

    def __post_init__(self) -> None:
        if not self.learning_rate > 0:
            raise ValueError(f"learning_rate must be above 0, got {self.learning_rate}")
        if self.weight_decay < 0:
            raise ValueError(f"weight_decay must be 0 or more, got {self.weight_decay}")
        if self.patience is not None and self.patience < 0:
            raise ValueError(f"patience must be 0 or more epochs, or None, got {self.patience}")

    def as_dict(self) -> dict[str, Any]:
        """Return plain data that `from_dict` turns back into an equal setting."""
        return {
            "optimizer": self.optimizer,
            "learning_rate": self.learning_rate,
            "hyperparameters": dict(self.hyperparameters),
            "decay": {"kind": self.decay.kind, "values": dict(self.decay.values)},
            "weight_decay": self.weight_decay,
            "patience": self.patience,
            "restore_best_weights": self.restore_best_weights,
            "batch_size": self.batch_size,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the setting that `as_dict` described."""
        return cls(**{**data, "decay": Decay(**data["decay"])})


@dataclass(frozen=True)
class DatasetSpec:
    """Which rows to learn from and how to prepare them, as configured.

    ``n_samples`` limits the rows for training and validation; the test part is a quarter of all rows whatever it is.
    ``label_noise`` is the share of training and validation labels that are redrawn (classes), or the standard deviation
    of added noise in units of the target's (regression). ``parameters`` are the arguments of a generated set.
    """

    name: str
    source: str
    path: str | None = None
    target: str | None = None
    task: str = "auto"
    n_samples: int | None = None
    label_noise: float = 0.0
    scale: str = "standard"
    scale_target: str = "standard"
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Split:
    """One seed's prepared rows: preprocessing was fitted on its training rows only.

    ``x_*`` have shape ``(n_rows, n_features)``, ``y_*`` ``(n_rows,)``, all float32; classes are coded 0, 1, ...
    """

    x_train: FloatArray
    y_train: FloatArray
    x_valid: FloatArray
    y_valid: FloatArray

    def __post_init__(self) -> None:
        for part in ("train", "valid"):
            x, y = getattr(self, f"x_{part}"), getattr(self, f"y_{part}")
            if x.ndim != 2 or y.shape != (len(x),):
                raise ValueError(
                    f"x_{part} must be (n_rows, n_features) and y_{part} (n_rows,), got {x.shape}, {y.shape}"
                )


@dataclass(frozen=True)
class Replicate:
    """One seed of a task: its rows, and the seeds of the initial weights and of the batch order.

    ``x_test`` ``(n_test, n_features)`` and ``y_test`` ``(n_test,)`` are ``None`` in every phase but confirm.
    """

    seed: int
    split: Split
    weights_seed: int
    batches_seed: int
    x_test: FloatArray | None = None
    y_test: FloatArray | None = None


@dataclass(frozen=True)
class NetworkSpec:
    """A network as configured: dense layers (``hidden``, ``activation``), or the user's own ``builder``."""

    name: str
    hidden: tuple[int, ...] = ()
    activation: str = "relu"
    builder: str | None = None


@dataclass(frozen=True)
class Task:
    """One dataset times one network, with its loss and its budget."""

    dataset: DatasetSpec
    network: NetworkSpec
    task_type: TaskType
    n_features: int
    n_outputs: int
    loss: str
    epochs: int
    batch_size: int

    @property
    def name(self) -> str:
        """The task's name, unique in its sweep, e.g. ``wine/mlp_16``."""
        return f"{self.dataset.name}/{self.network.name}"


STATISTICS = ("gradient_norm", "first_gradient", "update_ratio", "weight_norm", "dead_units", "saturated_units")
CURVES = ("train_loss", "valid_loss", "valid_metric", "learning_rate", *STATISTICS)


@dataclass(frozen=True)
class Training:
    """One setting trained over its seeds for the whole budget.

    ``train_loss``, ``valid_loss``, ``valid_metric`` and ``learning_rate`` have shape ``(n_seeds, n_epochs)``;
    ``train_loss`` is the mean over the epoch's batches, as in Keras's history, the others are taken after the epoch.
    ``valid_metric`` is accuracy, or the root mean squared error for regression.
    ``last_epoch`` ``(n_seeds,)`` is the epoch (0-based) in which early stopping would stop, ``restored_epoch`` the one
    whose weights it leaves. ``test_loss`` ``(n_seeds, n_test)`` is per row at the restored epoch, ``last_test_loss``
    at the last epoch, ``test_metric`` ``(n_seeds,)`` at the restored one; all ``None`` without test rows.

    The `STATISTICS`, each ``(n_seeds, n_epochs)``: ``gradient_norm``, the Euclidean norm of the gradient of a batch's
    loss before clipping, ``first_gradient``, the norm of the first weights' part over it, and ``update_ratio``, the
    norm of a step's change of all weights over the norm of the weights before it, all the mean over the epoch's steps;
    ``weight_norm`` after the epoch; ``dead_units``, the share of hidden units that give every validation row the same,
    NaN where the network has none; ``saturated_units``, the share of those with a bounded activation that are within a
    hundredth of its range from a bound, the mean over validation rows, NaN where the network has none.

    ``pruned`` ``(n_seeds,)`` says whether the search stopped the training early, on all seeds alike; its curves are NaN
    from there on, and the last and restored epochs are those until then. ``None`` where nothing is pruned.
    """

    setting: Setting
    seeds: tuple[int, ...]
    train_loss: FloatArray
    valid_loss: FloatArray
    valid_metric: FloatArray
    learning_rate: FloatArray
    gradient_norm: FloatArray
    first_gradient: FloatArray
    update_ratio: FloatArray
    weight_norm: FloatArray
    dead_units: FloatArray
    saturated_units: FloatArray
    last_epoch: IntArray
    restored_epoch: IntArray
    test_loss: FloatArray | None = None
    last_test_loss: FloatArray | None = None
    test_metric: FloatArray | None = None
    pruned: npt.NDArray[Any] | None = None  # booleans

    def __post_init__(self) -> None:
        shape = self.train_loss.shape
        for name in CURVES[1:]:
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must have the shape of train_loss {shape}, got {getattr(self, name).shape}")
        if shape[0] != len(self.seeds):
            raise ValueError(f"curves of {len(self.seeds)} seeds expected, got shape {shape}")

    @property
    def restored_valid_loss(self) -> FloatArray:
        """Validation loss at the restored epoch, shape ``(n_seeds,)``."""
        return self.valid_loss[np.arange(len(self.seeds)), self.restored_epoch]
