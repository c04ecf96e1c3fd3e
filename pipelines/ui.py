"""``make ui``: browse the trials in MLflow's UI, on this machine only."""

import sys
from collections.abc import Sequence

from undefault.cli import require_at_most, run_command

USAGE = """usage: make ui [PORT=5000]"""


def main(arguments: Sequence[str]) -> None:
    """Serve until interrupted."""
    from undefault.ui_command import serve_ui

    require_at_most(1, arguments)
    serve_ui(*arguments)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
