"""How long a command takes to answer when there is nothing to train."""

import subprocess
import sys
from functools import partial

from benchmarks.child import ROOT, Result
from benchmarks.timing import Timing, alternate

# The arguments of a sweep, and the exit code of the right answer
ANSWERS = {"help": (["--help"], 0), "config_error": (["dataset=nope"], 2), "value_error": (["task.epochs=0"], 2)}


def measure(n_repetitions: int) -> Result:
    """Return milliseconds until the command has ended, each time in a new process."""
    works = {name: partial(_run, name) for name in ANSWERS}
    timings: dict[str, Timing] = alternate(works, n_repetitions)
    return {"milliseconds": {name: timing.figures() for name, timing in timings.items()}}


def _run(name: str) -> None:
    arguments, expected = ANSWERS[name]
    command = [sys.executable, "pipelines/sweep.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != expected:
        raise RuntimeError(f"{' '.join(command)} must end with {expected}, got {done.returncode}: {done.stderr}")
