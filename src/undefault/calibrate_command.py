"""What ``make calibrate`` runs: every scenario with every number of rows, by the rule that sweeps use."""

from undefault.calibration import MEASURED, SCENARIOS, Cell, measure, write_rates
from undefault.calibration.summary import Line, summarize
from undefault.checks import positive
from undefault.config import make_plan
from undefault.errors import ConfigError, OutputError
from undefault.verdicts.rule import Rule

N_ROWS = (20, 60, 200, 500)
REGRETS = (0.0, 1.0, 2.0, 3.0, 5.0)  # margins
TITLES = (
    "false fails", "false holds", "coverage", "at stop", "power", "possible", "power holds", "seeds", "seeds holds"
)  # fmt: skip


def calibrate(n_tasks: str = "4000", *, n_processes: int) -> list[str]:
    """Write the table and return its summary as lines; raise `ConfigError` for a number that is none."""
    if not n_tasks.isdecimal():
        raise ConfigError(f"the number of tasks must be a whole number, got {n_tasks!r}; write it as in 4000")
    count = positive("the number of tasks", int(n_tasks))
    rates = measure(shipped_cells(make_plan([])[0].confirm.rule, n_tasks=count), n_processes=n_processes)
    try:
        write_rates(rates)
    except OSError as error:
        raise OutputError(f"{MEASURED} must be writable, got: {error}; run this in a clone of the sources") from error
    head = f"{'scenario':42}{'rows':>5}" + "".join(f"{title:>13}" for title in TITLES)
    return [head, *(_text(line) for line in summarize(rates)), f"table: {MEASURED}"]


def shipped_cells(rule: Rule, *, n_tasks: int) -> list[Cell]:
    """Return every scenario with every number of rows."""
    return [Cell(name, n_rows, rule, REGRETS, n_tasks) for name in SCENARIOS for n_rows in N_ROWS]


def _text(line: Line) -> str:
    shares = (
        line.false_fails, line.false_holds, line.coverage, line.stopped_coverage, line.power, line.possible,
        line.power_holds
    )  # fmt: skip
    shown = "".join(f"{share:13.1%}" for share in shares) + f"{line.seeds_large:13.0f}{line.seeds_none:13.0f}"
    return f"{line.scenario:42}{line.n_rows:5d}{shown}"
