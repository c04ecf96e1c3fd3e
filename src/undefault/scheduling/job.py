"""What is scheduled: the nights of one copy of the project."""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """The pipeline of nights with ``arguments``, at ``hour:minute`` and up to ``delay_minutes`` later.

    It is begun as make begins it, but not by make, which turns every exit code of a failure into 2.
    """

    folder: Path
    hour: int
    minute: int
    arguments: Sequence[str] = ()
    delay_minutes: int = 15

    @property
    def command(self) -> list[str]:
        """The words of the command, to be run in ``folder``."""
        return [sys.executable, str(self.folder / "pipelines" / "nightly.py"), *self.arguments]

    @property
    def name(self) -> str:
        """A name that is no other copy's."""
        return name_of(self.folder)


def name_of(folder: Path) -> str:
    """Return the name of the nights of a copy of the project."""
    digest = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=4).hexdigest()
    return f"undefault-nightly-{digest}"
