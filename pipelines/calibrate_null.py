"""``make calibrate-null``: what verdicts say where there is no regret, on real data."""

import sys
from collections.abc import Sequence

from undefault.cli import run_command

USAGE = """usage: make calibrate-null [ARGS="KEY=VALUE ..."]

Takes what make sweep takes, trains every default on twice the seeds of confirm.looks, and judges one half of the seeds
against the other. Writes src/undefault/calibration/null.csv, which reports quote."""


def main(arguments: Sequence[str]) -> None:
    """Measure, and print a line a task and a summary."""
    from undefault.config import make_plan

    plan, _ = make_plan(arguments)
    from undefault.null_command import measure_null

    for line in measure_null(plan):
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
