"""The processor time of the processes that another one starts, read while they run (Linux)."""

import os
import subprocess
import time
from pathlib import Path

POLL_SECONDS = 0.1
TICKS = os.sysconf("SC_CLK_TCK")


def wait(process: subprocess.Popen[str]) -> float:
    """Wait for ``process`` to end and return the CPU seconds of the Python processes that it spawned itself."""
    seconds: dict[int, float] = {}
    while process.poll() is None:
        seconds.update(_spawned(process.pid))
        time.sleep(POLL_SECONDS)
    return sum(seconds.values())


def _spawned(parent: int) -> dict[int, float]:
    """Return CPU seconds until now by process id, of children that run Python's multiprocessing."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                command = (folder / "cmdline").read_text()
            except OSError:  # it has ended since
                continue
            if int(fields[1]) == parent and "spawn_main" in command:
                found[int(folder.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    return found
