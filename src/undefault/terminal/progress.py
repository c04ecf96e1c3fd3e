"""How far a sweep has come, and how long it still takes."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class SweepProgress:
    """A bar over all trainings; where the output is no terminal, a line a finished task."""

    def __init__(self, console: Console, *, n_tasks: int, n_trainings: int) -> None:
        self._console, self._n_tasks, self._finished = console, n_tasks, 0
        self._expected_per_task = n_trainings // n_tasks
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("trainings,"),
            TimeElapsedColumn(),
            TextColumn("elapsed,"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._all = self._bar.add_task("sweep", total=n_trainings)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self, n_trainings: int) -> None:
        """Count trainings as done."""
        self._bar.advance(self._all, n_trainings)

    def finish_task(self, name: str, outcome: str) -> None:
        """Count a task as done, with all the trainings it might have needed."""
        self._finished += 1
        self._bar.update(self._all, completed=self._finished * self._expected_per_task)
        self._console.print(f"[{self._finished}/{self._n_tasks}] {name}: {outcome}", markup=False, highlight=False)
