"""``make nightly``: one sweep a night, on fresh rows and seeds, and what all nights say together."""

import sys
from collections.abc import Sequence

from undefault.cli import run_command
from undefault.errors import LockedError, UndefaultError

USAGE = """usage: make nightly [ARGS="KEY=VALUE ..."]

Takes what make sweep takes; sweep.resume is its own affair, and seed only sets where the nights' seeds begin.

  nightly.deadline_minutes=480   from its start; what is not finished then is left to the next night
  nightly.keep_nights=14         older reports, studies and MLflow runs are deleted, their evidence is kept
  nightly.notify=[ADDRESS]       as Apprise writes addresses; also told where a night fails

Exit codes: 0 nothing changed; 3 a verdict changed; 4 tasks could not be trained; 2 bad input; 1 a bug; 75 skipped, for
another night or sweep is running; 130 or 143 interrupted, and gone on with by the next start. The last line of the
output is the path of the page of all nights."""


def main(arguments: Sequence[str]) -> int:
    """Run a night and print where the page of all nights is; with ``--failed`` only tell that one was killed."""
    from undefault.config import make_plan

    has_failed, overrides = arguments[:1] == ["--failed"], [word for word in arguments if word != "--failed"]
    make_plan(overrides)
    from undefault.nightly_command import run_night, tell_failure

    if has_failed:
        _say(tell_failure(overrides, "the night ended before it could say why; see the journal of its unit"))
        return 0

    try:
        outcome = run_night(overrides)
    except LockedError:
        raise
    except UndefaultError as error:
        _say(tell_failure(overrides, str(error)))
        raise
    except Exception as error:
        _say(tell_failure(overrides, f"a bug: {type(error).__name__}"))
        raise
    print(f"nights: {outcome.page}")
    return outcome.exit_code


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:], USAGE))
