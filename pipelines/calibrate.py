"""``make calibrate``: measure how often verdicts are wrong, on simulated tasks whose regret is known."""

import os
import sys
from collections.abc import Sequence

from undefault.cli import require_at_most, run_command

USAGE = """usage: make calibrate [ARGS="N_TASKS"]

  N_TASKS  simulated tasks of each scenario and number of rows; 4000 if left out, which takes some minutes

Writes src/undefault/calibration/measured.csv and prints a summary."""


def main(arguments: Sequence[str]) -> None:
    """Calibrate the shipped rule, write the table and print its summary."""
    from undefault.calibrate_command import calibrate

    require_at_most(1, arguments)
    for line in calibrate(*arguments, n_processes=os.cpu_count() or 1):
        print(line)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
