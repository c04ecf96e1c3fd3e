"""``make bench-checks``: measure how often checks find planted failures, and how often they fire on healthy runs."""

import sys
from collections.abc import Sequence

from undefault.cli import require_at_most, run_command

USAGE = """usage: make bench-checks

Trains planted failures and healthy runs, in about 15 minutes on two cores, writes src/undefault/diagnosis/measured.csv
and prints a summary."""


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark of the checks, write the table and print its summary."""
    from undefault.bench_checks_command import bench_checks

    require_at_most(0, arguments)
    for line in bench_checks(lambda ground: print(ground, file=sys.stderr, flush=True)):
        print(line)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
