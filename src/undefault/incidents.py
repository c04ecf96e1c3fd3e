"""What went wrong on a sweep's way and did not end it."""

from collections.abc import Callable, Sequence
from typing import final

from undefault.errors import SetAsideError
from undefault.problem import Problem


@final
class Incidents:
    """Tells each incident at once through ``say``, and keeps it for the report."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._notes: list[str] = []
        self._set_aside: dict[str, str] = {}

    def note(self, sentence: str) -> None:
        """Take what was overcome."""
        self._notes.append(sentence)
        self._say(sentence)

    def set_aside(self, problem: Problem, error: SetAsideError) -> None:
        """Take a task that the sweep goes on without."""
        self._set_aside[problem.task.name] = str(error)
        self.note(f"{problem.task.name} was set aside: {error}")

    @property
    def notes(self) -> Sequence[str]:
        """All incidents, in order."""
        return tuple(self._notes)

    @property
    def tasks_set_aside(self) -> Sequence[str]:
        """The names of the tasks that were set aside."""
        return tuple(self._set_aside)
