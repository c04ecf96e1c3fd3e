"""Nights begun by the machine: installed, removed and shown."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from undefault.config import make_plan
from undefault.errors import ConfigError
from undefault.scheduling import Crontab, Job, Scheduler, Systemd

PROJECT = Path(__file__).parents[2]
NONE = "no nights are scheduled; make schedule does it"


def schedule(at: str, arguments: Sequence[str]) -> str:
    """Schedule ``make nightly`` with these arguments at ``HH:MM``, and return how that stands."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at)
    if not found:
        raise ConfigError(f"AT must be a time of day such as 01:30, got {at!r}; write it with 24 hours")
    make_plan(arguments)
    _scheduler().install(Job(PROJECT, int(found[1]), int(found[2]), tuple(arguments)))
    return status()


def unschedule() -> str:
    """Drop the nights that were scheduled, and return how that stands."""
    _scheduler().remove(PROJECT)
    return status()


def status() -> str:
    """Return how the nights are scheduled."""
    return _scheduler().status(PROJECT) or NONE


def _scheduler() -> Scheduler:
    """Return systemd where it runs for this user, else cron."""
    if shutil.which("systemctl"):
        asked = subprocess.run(["systemctl", "--user", "show-environment"], check=False, capture_output=True)  # noqa: S607
        if asked.returncode == 0:
            return Systemd()
    return Crontab()
