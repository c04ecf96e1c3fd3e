"""Tracking URIs: which are understood, where their files lie, and how to show them without their secrets."""

import re
from pathlib import Path
from urllib.parse import unquote

from undefault.errors import ConfigError

SQLITE = "sqlite:///"
SERVER_SCHEMES = ("http", "https")
SCHEMES = ("sqlite", "postgresql", "mysql", "mssql", *SERVER_SCHEMES)

_SERVER_LOGIN = re.compile(r"^https?://(?P<secret>[^/@]+)@")
_PASSWORD = re.compile(r"://[^/:@]*:(?P<secret>.+)@")
_QUERY_SECRET = re.compile(r"[?&][^=&]*(?:passw|pwd|token|secret|key)[^=&]*=(?P<secret>[^&]+)", re.IGNORECASE)


def absolute_uri(uri: str) -> str:
    """Return ``uri`` with the path of an SQLite file made absolute, so that every process finds the same file.

    Raises `ConfigError` for a URI that names neither a database nor a server.
    """
    scheme = uri.partition(":")[0].partition("+")[0]
    if "://" not in uri or scheme not in SCHEMES:
        raise ConfigError(
            f"tracking.uri must start with one of {', '.join(SCHEMES)} and ://, got {redacted(uri)!r}; "
            "use sqlite:///mlruns/mlflow.db for a file"
        )
    path = _sqlite_path(uri)
    if path is None:
        return uri
    query = uri.partition("?")[1:]
    return f"{SQLITE}{path.absolute()}{''.join(query)}"


def artifact_folder(uri: str) -> Path | None:
    """Return the folder ``artifacts`` beside an SQLite file, or ``None`` where the server knows better."""
    path = _sqlite_path(uri)
    return path.absolute().parent / "artifacts" if path else None


def redacted(uri: str) -> str:
    """Return ``uri`` with passwords and tokens replaced by ``***``.

    >>> redacted("postgresql://me:open-sesame@db.example/mlflow")
    'postgresql://me:***@db.example/mlflow'
    """
    for pattern in (_SERVER_LOGIN, _PASSWORD, _QUERY_SECRET):
        uri = pattern.sub(lambda match: match[0].replace(match["secret"], "***"), uri)
    return uri


def without_secrets(text: str, uri: str) -> str:
    """Return a message of a library with the secrets of ``uri`` replaced by ``***``, percent-encoded or not."""
    text = text.replace(uri, redacted(uri))
    for pattern in (_SERVER_LOGIN, _PASSWORD, _QUERY_SECRET):
        for match in pattern.finditer(uri):
            text = text.replace(match["secret"], "***").replace(unquote(match["secret"]), "***")
    return text


def _sqlite_path(uri: str) -> Path | None:
    path = uri.partition("?")[0].removeprefix(SQLITE)
    return Path(path) if uri.startswith(SQLITE) and path not in ("", ":memory:") else None
