"""Whether MLflow's store can be written to, asked before anything is trained or made."""

import os
import socket
import sqlite3
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from undefault.errors import ConfigError, OutputError
from undefault.redaction import redacted
from undefault.tracking.login import why_not_let_in
from undefault.tracking.uri import SERVER_SCHEMES, SQLITE, absolute_uri

CONNECT_SECONDS = 5.0
MAGIC = b"SQLite format 3\0"  # how every database file of SQLite begins
PORTS = {"http": 80, "https": 443}


def require_reachable(uri: str) -> None:
    """Raise `ConfigError` where ``uri`` names no store, and `OutputError` where it cannot be written or reached."""
    place = absolute_uri(uri)
    if place.startswith("sqlite"):
        _require_writable(place)
    else:
        _require_answer(place)
        _require_login(place)


def _require_writable(uri: str) -> None:
    """Raise where an SQLite file cannot be made or written; its folders may still be missing."""
    path = Path(uri.partition("?")[0].removeprefix(SQLITE))
    if not uri.startswith(SQLITE) or path == Path() or path.name == ":memory:" or "\0" in uri:
        raise ConfigError(f"tracking.uri must name a file, got {redacted(uri)!r}; write sqlite:///mlruns/mlflow.db")
    nearest_there = next(there for there in (path, *path.parents) if os.path.lexists(there))
    is_as_expected = _is_database(path) if nearest_there == path else nearest_there.is_dir()
    if not is_as_expected or not os.access(nearest_there, os.W_OK):
        raise OutputError(
            f"tracking.uri must name a file that can be written, got {redacted(uri)!r}: {nearest_there} "
            f"{'is not writable' if is_as_expected else 'is in its way'}; change its rights or tracking.uri"
        )
    if nearest_there == path:
        _require_unlocked(path)


def _is_database(path: Path) -> bool:
    """Return whether a file is SQLite's, or still empty."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) in (b"", MAGIC)


def _require_unlocked(path: Path) -> None:
    """Raise where a write to the database cannot begin: another program holds it, or it is read-only or damaged."""
    database = sqlite3.connect(path, timeout=CONNECT_SECONDS, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise OutputError(
            f"tracking.uri must name a database that can be written, but {path} answers: {error}; close the program "
            "that holds it, make it writable, or change tracking.uri"
        ) from error
    finally:
        database.close()


def _require_answer(uri: str) -> None:
    """Raise where no host is named, or nothing listens there; a database without a port is not asked."""
    host, port = _address(uri)
    if not host and urlsplit(uri).scheme in SERVER_SCHEMES:
        raise ConfigError(f"tracking.uri must name a host, got {redacted(uri)!r}; write http://127.0.0.1:5000")
    if not host or port is None:
        return
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except (OSError, UnicodeError) as error:  # UnicodeError: a host name that no name server could know
        raise OutputError(
            f"tracking.uri must name a server that answers, got {redacted(uri)!r}: {error}; start it, or leave "
            "tracking.uri out for a file"
        ) from error


def _address(uri: str) -> tuple[str | None, int | None]:
    try:
        parts: SplitResult = urlsplit(uri)
        return parts.hostname, parts.port or PORTS.get(parts.scheme)
    except ValueError:
        raise ConfigError(
            f"tracking.uri must be a URI, got {redacted(uri)!r}, whose host or port is none; write it as in "
            "http://127.0.0.1:5000, and what is special in a password with %, as in %2F for /"
        ) from None  # the cause takes a password with a slash for a port, and quotes a piece of it


def _require_login(uri: str) -> None:
    """Raise where the server answers but does not let this user in."""
    why = why_not_let_in(uri)
    if why:
        raise OutputError(f"tracking.uri must name a store that lets you in, got {redacted(uri)!r}: {why}")
