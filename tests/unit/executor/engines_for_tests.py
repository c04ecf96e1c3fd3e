"""Engines that fail in the ways that engines fail; spawned processes import them from here."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from undefault.contracts import Engine
from undefault.errors import DataError
from undefault.pruning import Pruning
from undefault.records import STATISTICS, Replicate, Setting, Task, Training


def trained(setting: Setting, memory_mb: int) -> Training:
    """Return a training whose losses are the megabytes that the engine had."""
    curve = np.full((1, 2), memory_mb, dtype=np.float32)
    names = ("train_loss", "valid_loss", "valid_metric", "learning_rate", *STATISTICS)
    last = np.ones(1, dtype=int)
    return Training(setting, (0,), **dict.fromkeys(names, curve), last_epoch=last, restored_epoch=last)


class FailingEngine(Engine):
    """Fails ``n_failures`` times in a way, counted in a file over all processes, then trains."""

    def __init__(self, way: str, n_failures: int, count: Path, memory_mb: int) -> None:
        self._way, self._n_failures, self._count, self._memory_mb = way, n_failures, count, memory_mb

    def train(
        self,
        task: Task,
        settings: Sequence[Setting],
        replicates: Sequence[Replicate],
        pruning: Pruning | None = None,
    ) -> list[Training]:
        with self._count.open("a") as file:
            file.write("x")
        if len(self._count.read_text()) <= self._n_failures:
            fail(self._way)
        return [trained(setting, self._memory_mb) for setting in settings]


RAISED = {
    "memory": MemoryError("no room"),
    "bad data": DataError("rows must be numbers, got none"),
    "error": ZeroDivisionError("by nought"),
}


def fail(way: str) -> None:
    """Raise, wait, loop, or send this process the signal of a name."""
    match way:
        case "sleeps":
            time.sleep(600)
        case "works on":
            while True:
                pass
        case "exits":
            os._exit(3)
        case raised if raised in RAISED:
            raise RAISED[raised]
        case name:
            os.kill(os.getpid(), signal.Signals[name])
