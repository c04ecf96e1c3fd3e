"""The reference training as a plain loop in C, compiled when asked for."""

import ctypes
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.agreement import Curves

from undefault.records import FloatArray, IntArray, Split

SOURCE = Path(__file__).with_suffix(".c")
FLOATS = np.ctypeslib.ndpointer(np.float32, flags="C_CONTIGUOUS")
INTEGERS = np.ctypeslib.ndpointer(np.int32, flags="C_CONTIGUOUS")
# Without errno for roots of negative numbers, which Adam has none of, the compiler may take several roots at once
FLAGS = ("-O3", "-march=native", "-fno-math-errno")


@dataclass(frozen=True)
class LaneInputs:
    """What all lanes share: rows, ``initial`` weights and ``order`` ``(n_epochs, n_train)``.

    ``initial`` are kernel ``(n_features, n_hidden)``, bias, output kernel ``(n_hidden, 1)`` and output bias.
    """

    split: Split
    initial: list[FloatArray]
    order: IntArray
    batch_size: int


def compiler() -> str | None:
    """Return the path of a C compiler, or ``None`` where there is none."""
    return shutil.which("gcc") or shutil.which("cc")


class CLoop:
    """A compiled loop for inputs of these sizes; raises `RuntimeError` where there is no C compiler."""

    def __init__(self, inputs: LaneInputs) -> None:
        self._inputs = inputs
        with tempfile.TemporaryDirectory() as folder:
            self._train = ctypes.CDLL(str(_compile(_sizes(inputs), Path(folder)))).train
        self._train.argtypes = [*[FLOATS] * 4, INTEGERS, *[FLOATS] * 2, ctypes.c_int, *[FLOATS] * 3]
        self._train.restype = None

    def train(self, learning_rates: FloatArray) -> Curves:
        """Return the curves of one lane a learning rate."""
        shape = (len(learning_rates), len(self._inputs.order))
        curves = [np.empty(shape, np.float32) for _ in range(3)]
        rates = np.asarray(learning_rates, np.float32)
        self._train(*self._shared(), rates, len(rates), *curves)
        return Curves(*curves)

    def _shared(self) -> list[FloatArray | IntArray]:
        split = self._inputs.split
        weights = np.concatenate([weight.ravel() for weight in self._inputs.initial])
        rows = (split.x_train, split.y_train, split.x_valid, split.y_valid)
        order = np.ascontiguousarray(self._inputs.order, np.int32)
        return [*(np.ascontiguousarray(part, np.float32) for part in rows), order, weights.astype(np.float32)]


def _sizes(inputs: LaneInputs) -> dict[str, int]:
    n_features, n_hidden = inputs.initial[0].shape
    return {
        "N_FEATURES": n_features,
        "N_HIDDEN": n_hidden,
        "N_TRAIN": len(inputs.split.x_train),
        "N_VALID": len(inputs.split.x_valid),
        "BATCH_SIZE": inputs.batch_size,
        "N_EPOCHS": len(inputs.order),
    }


def _compile(sizes: dict[str, int], folder: Path) -> Path:
    found, library = compiler(), folder / "c_loop.so"
    if found is None:
        raise RuntimeError("a C compiler was expected, found neither gcc nor cc; install gcc")
    macros = [f"-D{name}={size}" for name, size in sizes.items()]
    command = [found, *FLAGS, "-shared", "-fPIC", *macros, str(SOURCE), "-o", str(library), "-lm"]
    subprocess.run(command, check=True)  # noqa: S603
    return library
