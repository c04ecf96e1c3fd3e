"""``make bench-causes``: measure whether interventions find the cause of planted failures."""

import sys
from collections.abc import Sequence

from undefault.cli import require_at_most, run_command

USAGE = """usage: make bench-causes [ARGS="WORD"]

  WORD  measures only the failures with this in their name, as in "momentum" or "/ wine"

Renews the rows of src/undefault/causes/measured.csv and prints a summary with every miss; all of them take some
minutes on two cores."""


def main(arguments: Sequence[str]) -> None:
    """Measure all planted failures and print the summary."""
    from undefault.causes_command import bench_causes

    require_at_most(1, arguments)
    for line in bench_causes(*arguments):
        print(line)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
