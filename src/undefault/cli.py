"""What every command shares: help, exit codes, one clear message instead of a traceback."""

import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from undefault.errors import ConfigError, UndefaultError

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM), which every part takes as it takes Ctrl-C."""


def run_command(command: Callable[[Sequence[str]], None], arguments: Sequence[str], usage: str) -> int:
    """Run a command and return its exit code: 0 done, 2 bad input, 75 locked, 130 or 143 interrupted."""
    if {"-h", "--help"} & set(arguments):
        print(usage)  # noqa: T201
        return 0
    signal.signal(signal.SIGTERM, _terminate)
    try:
        command(arguments)
    except UndefaultError as error:
        return _failed(f"error: {error}", error.exit_code)
    except Terminated:
        return _failed("terminated; go on with sweep.resume=latest and the same overrides", TERMINATED)
    except KeyboardInterrupt:
        return _failed("interrupted; go on with sweep.resume=latest and the same overrides", INTERRUPTED)
    return 0


def require_at_most(count: int, arguments: Sequence[str]) -> None:
    """Raise `ConfigError` where a command was given more than it takes."""
    if len(arguments) > count:
        raise ConfigError(f"at most {count} arguments were expected, got {list(arguments)}; --help tells which")


def _failed(message: str, code: int) -> int:
    print(message, file=sys.stderr)  # noqa: T201
    return code


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated
