"""The file in which a study outlives its process: Optuna's journal, flushed to disk once a round."""

import json
import os
from pathlib import Path
from typing import Any, final

from optuna.storages.journal import JournalFileBackend


@final
class RoundJournal(JournalFileBackend):
    """Optuna's own backend waits for the disk at every line, and locks a file that a sweep has to itself anyway.

    What a power cut takes of a round is asked and told again, the same: proposals follow from seeds, objectives from
    recorded trainings. A line that was cut off is dropped on opening, for nothing could be read after it.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _drop_cut_line(path)
        super().__init__(str(path))
        self._path = path

    def append_logs(self, logs: list[dict[str, Any]]) -> None:
        """Append a line for each of ``logs``."""
        lines = (json.dumps(log, separators=(",", ":")) + "\n" for log in logs)
        with self._path.open("ab") as file:
            file.write("".join(lines).encode())

    def flush(self) -> None:
        """Wait until the disk holds every line."""
        with self._path.open("ab") as file:
            os.fsync(file.fileno())


def _drop_cut_line(path: Path) -> None:
    lines = path.read_bytes()
    whole = lines.rfind(b"\n") + 1
    if whole < len(lines):
        os.truncate(path, whole)
