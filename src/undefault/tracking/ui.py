"""The command that shows what was tracked, and links into it."""

import sys
from urllib.parse import quote

from undefault.errors import ConfigError
from undefault.redaction import redacted
from undefault.tracking.uri import SERVER_SCHEMES, absolute_uri


def ui_command(uri: str, port: int) -> list[str]:
    """Return the command that serves the MLflow UI of ``uri`` on 127.0.0.1, to be run with `TELEMETRY_OFF` set.

    Raises `ConfigError` where ``uri`` is a server, which has a UI of its own.
    """
    if uri.partition(":")[0] in SERVER_SCHEMES:
        raise ConfigError(f"tracking.uri must be a database to be served, got {redacted(uri)}; open it in a browser")
    command = [sys.executable, "-m", "mlflow", "ui", "--backend-store-uri", absolute_uri(uri)]
    return [*command, "--host", "127.0.0.1", "--port", str(port)]


def sweep_links(port: int, experiment_id: str, sweep_id: str) -> dict[str, str]:
    """Return links to a sweep's runs in the UI, oldest first, so that the sweep stands above its studies.

    MLflow lists runs by the page, newest first, and nests those of one page only; it opens for chat agents unless
    the link names the workflow.
    """
    own = f"tags.`undefault.sweep_id` = '{sweep_id}'"
    filters = {"sweep and studies": f"{own} and tags.`undefault.level` != 'trial'", "with their trials": own}
    view = "workflowType=machine_learning&startTime=ALL&orderByKey=attributes.start_time&orderByAsc=true"
    page = f"http://127.0.0.1:{port}/#/experiments/{experiment_id}/runs"
    return {name: f"{page}?{view}&searchFilter={quote(text)}" for name, text in filters.items()}
