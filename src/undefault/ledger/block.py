"""One block of trainings as a file: what was asked, and what came out."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from undefault.pruning import Pruning
from undefault.records import Replicate, Setting, Task, Training
from undefault.trainings import ARRAYS
from undefault.whole_file import whole_file


def block_key(
    task: Task, settings: Sequence[Setting], replicates: Sequence[Replicate], pruning: Pruning | None = None
) -> str:
    """Return a name that is the same exactly when the same trainings are asked for, on the same rows, pruned alike."""
    digest = hashlib.blake2b(digest_size=16)
    asked = [asdict(task), [setting.as_dict() for setting in settings], *([asdict(pruning)] if pruning else [])]
    digest.update(json.dumps(asked, sort_keys=True, default=str).encode())
    for replicate in replicates:
        split = replicate.split
        digest.update(json.dumps([replicate.seed, replicate.weights_seed, replicate.batches_seed]).encode())
        rows = (split.x_train, split.y_train, split.x_valid, split.y_valid, replicate.x_test, replicate.y_test)
        for array in rows:
            if array is not None:
                digest.update(f"{array.dtype.str}{array.shape}".encode())
                digest.update(np.ascontiguousarray(array).tobytes())
            digest.update(b"|")
    return digest.hexdigest()


def write_block(path: Path, trainings: Sequence[Training]) -> None:
    """Write trainings of one call so that the file is whole or absent, whatever happens."""
    present = [name for name in ARRAYS if getattr(trainings[0], name) is not None]
    arrays: dict[str, Any] = {name: np.stack([getattr(training, name) for training in trainings]) for name in present}
    settings = json.dumps([training.setting.as_dict() for training in trainings])
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        np.savez_compressed(file, settings=np.array(settings), seeds=np.array(trainings[0].seeds), **arrays)


def read_block(path: Path) -> list[Training]:
    """Return the trainings that `write_block` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        settings = [Setting.from_dict(data) for data in json.loads(str(stored["settings"]))]
        arrays = {name: stored[name] for name in ARRAYS if name in stored}
        seeds = tuple(int(seed) for seed in stored["seeds"])
    return [
        Training(setting, seeds, **{name: array[index] for name, array in arrays.items()})
        for index, setting in enumerate(settings)
    ]
