"""What every command shares: help, exit codes, one clear message instead of a traceback."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from undefault.errors import ConfigError, UndefaultError
from undefault.redaction import without_secrets

BUG, INTERRUPTED, TERMINATED = 1, 130, 143


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM), which every part takes as it takes Ctrl-C."""


def run_command(command: Callable[[Sequence[str]], int | None], arguments: Sequence[str], usage: str) -> int:
    """Run a command and return its exit code: its own, 2 bad input, 75 locked, 130 or 143 interrupted, 1 a bug.

    A bug keeps its traceback. Neither it nor a message shows a password that ``arguments`` hold.
    """
    if {"-h", "--help"} & set(arguments):
        print(usage)  # noqa: T201
        return 0
    os.environ["PYTHONSAFEPATH"] = "1"  # processes started from here run no module that lies in the current folder
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return command(arguments) or 0
    except UndefaultError as error:
        return _failed(f"error: {_on_one_line(without_secrets(str(error), *arguments))}", error.exit_code)
    except Terminated:
        return _failed("terminated; go on with sweep.resume=latest and the same overrides", TERMINATED)
    except KeyboardInterrupt:
        return _failed("interrupted; go on with sweep.resume=latest and the same overrides", INTERRUPTED)
    except Exception:  # noqa: BLE001 - the end of the program: Python would print the same, passwords included
        return _failed(without_secrets(traceback.format_exc(), *arguments).rstrip(), BUG)


def require_at_most(count: int, arguments: Sequence[str]) -> None:
    """Raise `ConfigError` where a command was given more than it takes."""
    if len(arguments) > count:
        raise ConfigError(f"at most {count} arguments were expected, got {list(arguments)}; --help tells which")


def _on_one_line(message: str) -> str:
    """Return a message as a terminal can show it: what ends a line or steers the terminal is written as an escape."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in message)


def _failed(message: str, code: int) -> int:
    print(message, file=sys.stderr)  # noqa: T201
    return code


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated
