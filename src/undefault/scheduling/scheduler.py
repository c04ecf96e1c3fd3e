"""What begins nights."""

import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from undefault.errors import OutputError
from undefault.scheduling.job import Job


class Scheduler(ABC):
    """Holds at most one job for each copy of the project."""

    @abstractmethod
    def install(self, job: Job) -> None:
        """Schedule a job, in the place of the one that its copy of the project has."""

    @abstractmethod
    def remove(self, folder: Path) -> None:
        """Drop the job of a copy of the project, if it has one."""

    @abstractmethod
    def status(self, folder: Path) -> str | None:
        """Return how the job of a copy of the project stands, ``None`` where it has none."""


def run(command: Sequence[str], *, text: str | None = None) -> str:
    """Return what a command says; raise `OutputError` where it fails."""
    try:
        done = subprocess.run(command, check=True, input=text, capture_output=True, text=True)  # noqa: S603 - our own
    except FileNotFoundError as error:
        raise OutputError(f"{command[0]} must be there to schedule nights, got: {error}; install it") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or [f"exit code {error.returncode}"]
        raise OutputError(f"{' '.join(command)} must work, got: {lines[-1]}; mend that, then try again") from error
    return done.stdout
