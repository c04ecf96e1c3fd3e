"""``make reconcile``: make MLflow, tables and report of a finished sweep anew from its durable record."""

import sys
from collections.abc import Sequence

from undefault.cli import run_command

USAGE = """usage: make reconcile [ARGS="SWEEP_ID [KEY=VALUE ...]"]

  SWEEP_ID   a sweep under mlruns/studies; the one begun last if left out or latest
  KEY=VALUE  what the record of the sweep does not hold: a tracking.uri with a password, another sweep.folder

Nothing is trained. MLflow then holds each trial once, and the tables and the report are those of the sweep."""


def main(arguments: Sequence[str]) -> None:
    """Rebuild and print where the report is."""
    from undefault.reconcile_command import reconcile

    print(f"report: {reconcile(*arguments)}")


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
