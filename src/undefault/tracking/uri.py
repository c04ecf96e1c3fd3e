"""Tracking URIs: which are understood, and where their files lie."""

from pathlib import Path

from undefault.errors import ConfigError
from undefault.redaction import redacted

SQLITE = "sqlite:///"
SERVER_SCHEMES = ("http", "https")
SCHEMES = ("sqlite", "postgresql", "mysql", "mssql", *SERVER_SCHEMES)


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
    path = sqlite_path(uri)
    if path is None:
        return uri
    query = uri.partition("?")[1:]
    return f"{SQLITE}{path.absolute()}{''.join(query)}"


def artifact_folder(uri: str) -> Path | None:
    """Return the folder ``artifacts`` beside an SQLite file, or ``None`` where the server knows better."""
    path = sqlite_path(uri)
    return path.absolute().parent / "artifacts" if path else None


def sqlite_path(uri: str) -> Path | None:
    """Return the path of an SQLite file, ``None`` where ``uri`` names none."""
    path = uri.partition("?")[0].removeprefix(SQLITE)
    return Path(path) if uri.startswith(SQLITE) and path not in ("", ":memory:") else None
