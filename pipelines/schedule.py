"""``make schedule``, ``make unschedule``, ``make schedule-status``: nights that begin by themselves."""

import sys
from collections.abc import Sequence

from undefault.cli import run_command
from undefault.errors import ConfigError

USAGE = """usage: make schedule [AT=01:30] [ARGS="KEY=VALUE ..."] | make unschedule | make schedule-status

  AT    the time of day at which nights begin, up to a quarter of an hour later
  ARGS  what make nightly gets

By a systemd user timer, which makes up for nights in which the machine was off, or a line of the crontab where there is
no systemd. Each copy of the project has one schedule; a second make schedule replaces it."""


def main(arguments: Sequence[str]) -> None:
    """Do what is asked and print how the nights are scheduled."""
    from undefault.schedule_command import schedule, status, unschedule

    match arguments:
        case ["install", at, *more]:
            print(schedule(at, more))
        case ["remove"]:
            print(unschedule())
        case ["status"]:
            print(status())
        case _:
            raise ConfigError(f"install TIME, remove or status was expected, got {list(arguments)}; --help tells more")


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
