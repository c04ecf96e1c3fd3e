"""``make ui``: browse the trials in MLflow's UI, on this machine only."""

import os
import sys
from collections.abc import Sequence

from undefault.cli import run_command

USAGE = """usage: make ui [PORT=5000]"""


def main(arguments: Sequence[str]) -> None:
    """Become the server of MLflow's UI, until interrupted."""
    from undefault.config import make_plan
    from undefault.tracking import TELEMETRY_OFF, ui_command

    plan, _ = make_plan([])
    command = ui_command(plan.tracking.uri, int(arguments[0]) if arguments else 5000)
    os.environ.update(TELEMETRY_OFF)
    os.execv(command[0], command)  # noqa: S606 - the command is our own


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
