"""Hand-made cases: curves of loss in units of the constant's, so that skill is 1 - loss."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from undefault.diagnosis import Case, Facts
from undefault.records import STATISTICS, FloatArray, Setting, Training
from undefault.verdicts.scores import Scored

EPOCHS = np.arange(40)
N_SEEDS = 4
LEARNS = 0.2 + 0.8 * np.exp(-EPOCHS / 4)  # settles at a skill of 0.8
FLAT = np.ones(40)  # learns nothing
FACTS = Facts(np.ones(3), spread=1.0, target_scale=float("nan"), n_train=100, n_parameters=50)


def scored(curve: npt.ArrayLike, *, patience: int | None = None, **measured: Any) -> Scored:
    """Return a training with this curve ``(n_epochs,)`` on every seed, or these ``(n_seeds, n_epochs)``.

    What is ``measured`` may be a number for all epochs and seeds, or a curve; test losses are those of validation at
    the restored epoch unless given.
    """
    curves = _on_all_seeds(curve)
    n_seeds, n_epochs = curves.shape
    last = np.full(n_seeds, n_epochs - 1)
    epochs = {"last_epoch": last, "restored_epoch": last} | {
        name: np.full(n_seeds, measured.pop(name)) for name in ("last_epoch", "restored_epoch") if name in measured
    }
    restored = curves[np.arange(n_seeds), epochs["restored_epoch"]]
    test = np.asarray(measured.pop("test_loss", np.repeat(restored[:, None], 5, axis=1)), dtype=float)
    usual = {"train_loss": curves, "valid_metric": 0.0, "learning_rate": 0.001, **dict.fromkeys(STATISTICS, 0.01)}
    filled: dict[str, Any] = {
        name: np.broadcast_to(_as_rows(value), curves.shape) for name, value in {**usual, **measured}.items()
    }
    setting = Setting("adam", 0.001, patience=patience)
    tested = {"test_loss": test, "last_test_loss": test, "test_metric": np.zeros(n_seeds)}
    training = Training(setting, tuple(range(n_seeds)), valid_loss=curves, **filled, **epochs, **tested)
    return Scored(training, np.ones(n_seeds), np.ones(n_seeds))


def case(default: Scored, tuned: Scored | None = None, *, best: Scored | None = None, **facts: Any) -> Case:
    """Return a case; the reference is one that `LEARNS` unless given, and the best of all is the tuned one."""
    reference = tuned or scored(LEARNS[: default.training.valid_loss.shape[1]])
    return Case(default, reference, best or reference, replace(FACTS, **facts))


def _on_all_seeds(curve: npt.ArrayLike) -> FloatArray:
    curves = np.asarray(curve, dtype=np.float32)
    return np.tile(curves, (N_SEEDS, 1)) if curves.ndim == 1 else curves


def _as_rows(value: npt.ArrayLike) -> FloatArray:
    return np.asarray(value, dtype=np.float32)
