"""What is scheduled: the nights of one copy of the project."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """``make nightly`` with ``arguments`` in ``folder``, at ``hour:minute`` and up to ``delay_minutes`` later."""

    folder: Path
    hour: int
    minute: int
    arguments: Sequence[str] = ()
    delay_minutes: int = 15

    @property
    def name(self) -> str:
        """A name that is no other copy's."""
        return name_of(self.folder)


def name_of(folder: Path) -> str:
    """Return the name of the nights of a copy of the project."""
    digest = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=4).hexdigest()
    return f"undefault-nightly-{digest}"
