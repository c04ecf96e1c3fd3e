"""The errors a user can cause; each message says what was expected, what came and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches

from undefault.redaction import redacted_text


class UndefaultError(Exception):
    """Base of every error that a user can mend; commands print it without a traceback, and it names no password."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(redacted_text(message))


class ConfigError(UndefaultError):
    """A configuration key, option or value that cannot be used."""


class DataError(UndefaultError):
    """A dataset that cannot be read or learned from."""


class NetworkError(UndefaultError):
    """A network that cannot be built or does not fit its data."""


class OutputError(UndefaultError):
    """A folder or file that cannot be written or read."""


class NothingSweptError(OutputError):
    """A sweep of which no task was finished, so that there is nothing to report."""


class LockedError(UndefaultError):
    """Another sweep holds the lock."""

    exit_code = 75


class SetAsideError(UndefaultError):
    """A batch that cannot be trained, whatever is tried; the rest of the sweep goes on."""


class DeadlineError(SetAsideError):
    """A task that cannot be finished in time."""


class IncompleteError(UndefaultError):
    """A sweep that ended with a report, in which tasks are missing."""

    exit_code = 4


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``'; did you mean X?'`` for the known word nearest to ``word``, or an empty string.

    >>> nearest("adma", ["adam", "sgd"])
    "; did you mean 'adam'?"
    """
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
