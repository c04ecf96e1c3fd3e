"""Nights by cron, where there is no systemd: one marked line of the user's crontab."""

import shlex
import subprocess
from pathlib import Path
from typing import final

from undefault.errors import OutputError
from undefault.scheduling.job import Job, name_of
from undefault.scheduling.scheduler import Scheduler, run


@final
class Crontab(Scheduler):
    """Cron knows no missed nights: one that falls into the machine's sleep is left out."""

    def install(self, job: Job) -> None:
        """Schedule a job, in the place of the one that its copy of the project has."""
        self._write([*self._others(job.folder), line_of(job)])

    def remove(self, folder: Path) -> None:
        """Drop the job's line, if there is one."""
        others = self._others(folder)
        if len(others) < len(_lines()):
            self._write(others)

    def status(self, folder: Path) -> str | None:
        """Return the job's line, ``None`` where there is none."""
        return next((line for line in _lines() if line.endswith(_mark(folder))), None)

    def _others(self, folder: Path) -> list[str]:
        return [line for line in _lines() if not line.endswith(_mark(folder))]

    def _write(self, lines: list[str]) -> None:
        run(["crontab", "-"], text="".join(f"{line}\n" for line in lines))


def line_of(job: Job) -> str:
    """Return the line, in which cron takes % for the end of the command unless it is escaped."""
    seconds = 60 * job.delay_minutes
    wait = f"sleep $(awk 'BEGIN {{ srand(); print int(rand() * {seconds}) }}')"
    night = f"cd {shlex.quote(str(job.folder))} && {shlex.join(job.command)} >> mlruns/nightly.log 2>&1"
    command = f"{wait}; {night}".replace("%", r"\%")
    return f"{job.minute} {job.hour} * * * {command} {_mark(job.folder)}"


def _mark(folder: Path) -> str:
    return f"# {name_of(folder)}"


def _lines() -> list[str]:
    """Return the lines of the crontab; a user without one has none."""
    try:
        listed = subprocess.run(["crontab", "-l"], check=False, capture_output=True, text=True)  # noqa: S607
    except FileNotFoundError as error:
        raise OutputError(
            "scheduling needs a systemd that runs for this user, or cron, got neither; install cron, or begin "
            "pipelines/nightly.py by other means"
        ) from error
    return listed.stdout.splitlines() if listed.returncode == 0 else []
