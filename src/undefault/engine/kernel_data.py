"""What the kernels are given, as their C structs over numpy's memory; each class here keeps that memory alive."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from undefault.engine._kernels import ffi, lib
from undefault.engine.batches import batch_bounds
from undefault.engine.dense_stack import DenseStack
from undefault.engine.optimizers import CLIPPING, keras_defaults
from undefault.engine.update_rules import rule_of
from undefault.records import FloatArray, IntArray, Replicate, Setting

RowPair = tuple[FloatArray, FloatArray]  # x (n_rows, n_features) and y (n_rows,)


def pointer(array: FloatArray | IntArray) -> Any:
    """Return the address of a contiguous array of 4-byte numbers."""
    return ffi.from_buffer("int32_t[]" if array.dtype.kind == "i" else "float[]", array)


class KernelNetwork:
    """A dense stack as a ``Network``."""

    def __init__(self, stack: DenseStack) -> None:
        codes = [getattr(lib, activation.upper()) for activation in stack.activations]
        self._widths, self._activations = np.array(stack.widths, np.int32), np.array(codes, np.int32)
        self._penalties = (stack.l1, stack.l2) if stack.l1.any() or stack.l2.any() else ()
        l1, l2 = [pointer(weights) for weights in self._penalties] or (ffi.NULL, ffi.NULL)
        self.struct = ffi.new(
            "Network *",
            {
                "n_layers": len(codes),
                "widths": pointer(self._widths),
                "activations": pointer(self._activations),
                "l1": l1,
                "l2": l2,
                "n_parameters": stack.n_parameters,
                "loss": getattr(lib, stack.loss.upper()),
                "is_binary": stack.is_binary,
                "threshold": stack.threshold,
            },
        )


class KernelRows:
    """Rows of some seeds, of equal number, as an array of ``Rows``; refuses what would be read beyond its end."""

    def __init__(self, by_seed: Sequence[RowPair], stack: DenseStack) -> None:
        for rows in by_seed:
            _check(rows, len(by_seed[0][1]), stack)
        self._arrays = [tuple(np.ascontiguousarray(part, np.float32) for part in rows) for rows in by_seed]
        self.n = len(by_seed[0][1])
        self.structs = ffi.new("Rows[]", [{"n": self.n, "x": pointer(x), "y": pointer(y)} for x, y in self._arrays])


def _check(rows: RowPair, n: int, stack: DenseStack) -> None:
    (x, y), n_features, n_outputs = rows, stack.widths[0], stack.widths[-1]
    if x.shape != (n, n_features) or y.shape != (n,):
        raise ValueError(f"x of shape {(n, n_features)} and y of {(n,)} were expected, got {x.shape} and {y.shape}")
    if stack.loss == "sparse_categorical_crossentropy" and not ((y >= 0) & (y < n_outputs)).all():
        raise ValueError(f"classes from 0 to {n_outputs - 1} were expected, got {y.min()} to {y.max()}")


class KernelLessons:
    """What each seed trains and validates on, as an array of ``Lesson``; ``order`` is set anew for each epoch."""

    def __init__(self, replicates: Sequence[Replicate], batch_size: int, stack: DenseStack) -> None:
        splits = [replicate.split for replicate in replicates]
        self._train = KernelRows([(split.x_train, split.y_train) for split in splits], stack)
        self._valid = KernelRows([(split.x_valid, split.y_valid) for split in splits], stack)
        self.order: IntArray = np.zeros((len(splits), self._train.n), dtype=np.int32)
        self.n_steps = len(batch_bounds(self._train.n, batch_size))
        self.structs = ffi.new("Lesson[]", len(splits))
        for seed, lesson in enumerate(self.structs):
            lesson.train, lesson.valid = self._train.structs[seed], self._valid.structs[seed]
            lesson.order, lesson.batch_size = pointer(self.order[seed]), batch_size


def columns_of(settings: Sequence[Setting], keras_classes: Sequence[str]) -> dict[str, Any]:
    """Return what the kernels read of each setting, by the name in kernels/interface.h, ``(..., n_settings)``."""
    lanes = [_column(setting, keras_class) for setting, keras_class in zip(settings, keras_classes, strict=True)]
    return {name: np.stack([lane[name] for lane in lanes], axis=-1) for name in lanes[0]}


def _column(setting: Setting, keras_class: str) -> dict[str, Any]:
    rule = rule_of(keras_class, setting)
    if rule is None:
        raise ValueError(f"a setting that the kernels have a rule for was expected, got {setting}")
    values = {**keras_defaults(keras_class), **setting.hyperparameters}
    hyperparameters = np.zeros(lib.N_HYPERPARAMETERS, np.float32)
    hyperparameters[: len(rule.columns)] = rule.hyperparameters(values)
    return {
        "rules": np.array(getattr(lib, rule.name), np.int32),
        "hyperparameters": hyperparameters,
        "weight_decay": np.array(setting.weight_decay, np.float32),
        "clipping": np.array([values.get(name, 0.0) for name in CLIPPING], np.float32),
        "start": np.array(values[rule.start] if rule.start else 0.0, np.float32),
    }
