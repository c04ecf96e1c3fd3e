"""The plan, shown before anything is trained."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from undefault.cost import Cost
from undefault.problem import Problem


def show_plan(console: Console, problems: Sequence[Problem], cost: Cost, remarks: Sequence[str]) -> None:
    """Print the tasks, what they cost, and what the user should know before."""
    table = Table(title="Plan", title_justify="left", title_style="bold")
    table.add_column("task")
    for name in ("train", "valid", "test", "features", "parameters", "steps"):
        table.add_column(name, justify="right")
    for problem in problems:
        data = problem.dataset
        counts = (data.n_train, data.n_valid, data.n_test, data.n_features, problem.n_parameters, problem.n_steps)
        table.add_row(problem.task.name, *(f"{count:,}" for count in counts))
    console.print(table)
    for remark in remarks:
        console.print(f"note: {remark}", markup=False, highlight=False)
    minutes = max(1, round(cost.minutes))
    console.print(
        f"{_counted(len(problems), 'study', 'studies')}, {cost.trials:,} trials, up to {cost.trainings:,} trainings, "
        f"about {_counted(minutes, 'minute', 'minutes')}",
        highlight=False,
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
