"""The command that shows what was tracked."""

import sys

from undefault.errors import ConfigError
from undefault.tracking.uri import SERVER_SCHEMES, absolute_uri, redacted


def ui_command(uri: str, port: int) -> list[str]:
    """Return the command that serves the MLflow UI of ``uri`` on 127.0.0.1, to be run with `TELEMETRY_OFF` set.

    Raises `ConfigError` where ``uri`` is a server, which has a UI of its own.
    """
    if uri.partition(":")[0] in SERVER_SCHEMES:
        raise ConfigError(f"tracking.uri must be a database to be served, got {redacted(uri)}; open it in a browser")
    command = [sys.executable, "-m", "mlflow", "ui", "--backend-store-uri", absolute_uri(uri)]
    return [*command, "--host", "127.0.0.1", "--port", str(port)]
