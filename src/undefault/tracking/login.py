"""Whether a server lets MLflow in: the login tried once, as MLflow's client would, before anything is trained."""

import os

from undefault.redaction import without_secrets
from undefault.tracking.uri import SERVER_SCHEMES

CONNECT_SECONDS = 5
REFUSED = (401, 403)
# With these, MLflow's client adds a login of its own, or one that only it can make
OWN_LOGIN = {"MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_AUTH", "MLFLOW_TRACKING_AWS_SIGV4"}
# Drivers of databases name the time limit of a login as they like
LIMIT_ARGUMENTS = {"postgresql": "connect_timeout", "mysql": "connect_timeout", "mssql": "timeout"}


def why_not_let_in(uri: str) -> str | None:
    """Return why a login at ``uri`` fails, on one line and without its password, or ``None`` where it does not."""
    return _why_not_server(uri) if uri.partition(":")[0] in SERVER_SCHEMES else _why_not_database(uri)


def _why_not_server(uri: str) -> str | None:
    """Return how a server turns the login down; other trouble may pass until it is written to."""
    import requests

    if OWN_LOGIN & set(os.environ):
        return None
    address = f"{uri.rstrip('/')}/api/2.0/mlflow/experiments/search?max_results=1"
    try:
        answer = requests.get(address, timeout=CONNECT_SECONDS)
    except (requests.RequestException, ValueError):
        return None
    return f"{answer.status_code} {answer.reason}; check user and password" if answer.status_code in REFUSED else None


def _why_not_database(uri: str) -> str | None:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError

    scheme = uri.partition(":")[0].partition("+")[0]
    try:
        engine = create_engine(uri, connect_args={LIMIT_ARGUMENTS[scheme]: CONNECT_SECONDS})
        engine.connect().close()
        engine.dispose()
    except ModuleNotFoundError as error:
        return f"its driver {error.name!r} is not installed; install it into .venv"
    except (SQLAlchemyError, ValueError, TypeError, OSError) as error:
        lines = without_secrets(str(error), uri).strip().splitlines() or [type(error).__name__]
        return f"{lines[0]}; check user, password and the name of the database"
    return None
