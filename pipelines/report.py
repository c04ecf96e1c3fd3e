"""``make report``: write a report again from the tables beside it."""

import sys
from collections.abc import Sequence

from undefault.cli import require_at_most, run_command

USAGE = """usage: make report [ARGS="SWEEP_ID [FOLDER]"]

  SWEEP_ID  a sweep under FOLDER/reports; the latest if left out
  FOLDER    where sweeps write; mlruns if left out"""


def main(arguments: Sequence[str]) -> None:
    """Write the report and print where it is."""
    from undefault.report_command import rewrite_report

    require_at_most(2, arguments)
    print(f"report: {rewrite_report(*arguments)}")


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
