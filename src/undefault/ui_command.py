"""MLflow's UI as a command, with links to the latest sweep."""

import json
import os
from pathlib import Path
from typing import NoReturn

from undefault.config import make_plan
from undefault.errors import ConfigError, OutputError
from undefault.tracking import TELEMETRY_OFF, sweep_links, ui_command


def serve_ui(port: str = "5000") -> NoReturn:
    """Print links and become the server of MLflow's UI, on this machine only, until interrupted."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ConfigError(f"PORT must be a number from 1 to 65535, got {port!r}")
    plan, _ = make_plan([])
    for name, link in _latest_links(plan.folder, int(port)).items():
        print(f"latest {name}: {link}", flush=True)  # noqa: T201
    command = ui_command(plan.tracking.uri, int(port))
    # No jobs are run here, so no processes for them are started
    os.environ.update({**TELEMETRY_OFF, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"})
    os.execv(command[0], command)  # noqa: S606 - the command is our own


def _latest_links(folder: Path, port: int) -> dict[str, str]:
    finished = sorted((folder / "reports").glob("*/sweep.json"))
    if not finished:
        return {}
    try:
        facts = json.loads(finished[-1].read_text())
        return sweep_links(port, facts["mlflow"]["experiment_id"], facts["sweep_id"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{finished[-1]} must name the sweep and its MLflow run, got: {error!r}; remove its folder"
        ) from error
