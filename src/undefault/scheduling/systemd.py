"""Nights by a user timer of systemd: missed ones are made up for, and a failure is told."""

from pathlib import Path
from typing import final

from undefault.errors import OutputError
from undefault.scheduling.job import Job, name_of
from undefault.scheduling.scheduler import Scheduler, run

SOUND_CODES = "3 4 75"  # verdicts changed, tasks missing, skipped: told by the night itself
CTL = ("systemctl", "--user")


@final
class Systemd(Scheduler):
    """Unit files in ``folder``, the user's own."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path.home() / ".config" / "systemd" / "user"

    def install(self, job: Job) -> None:
        """Write the units, and start the timer now and at every start of the machine."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, text in units_of(job).items():
                (self._folder / name).write_text(text)
        except OSError as error:
            raise OutputError(f"{self._folder} must be writable, got: {error}; change its rights") from error
        run([*CTL, "daemon-reload"])
        run([*CTL, "enable", "--now", f"{job.name}.timer"])

    def remove(self, folder: Path) -> None:
        """Stop the timer and delete the units, if there are any."""
        files = [path for path in self._folder.glob(f"{name_of(folder)}*") if path.is_file()]
        if files:
            run([*CTL, "disable", "--now", f"{name_of(folder)}.timer"])
            for path in files:
                path.unlink()
            run([*CTL, "daemon-reload"])

    def status(self, folder: Path) -> str | None:
        """Return when the timer ran and runs next, ``None`` where there is none."""
        name = f"{name_of(folder)}.timer"
        if not (self._folder / name).exists():
            return None
        return run([*CTL, "list-timers", "--all", "--no-pager", name]).strip()


def units_of(job: Job) -> dict[str, str]:
    """Return the unit files by name."""
    tell = [*job.command[:2], "--failed", *job.arguments]
    return {
        f"{job.name}.service": f"""[Unit]
Description=Undefault: tonight's sweep
OnFailure={job.name}-failure.service

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(job.folder))}
ExecStart={_command(job.command)}
SuccessExitStatus={SOUND_CODES}
Nice=10
KillMode=mixed
TimeoutStopSec=60
""",
        f"{job.name}.timer": f"""[Unit]
Description=Undefault: every night

[Timer]
OnCalendar=*-*-* {job.hour:02d}:{job.minute:02d}:00
RandomizedDelaySec={job.delay_minutes}min
Persistent=true

[Install]
WantedBy=timers.target
""",
        f"{job.name}-failure.service": f"""[Unit]
Description=Undefault: tell that tonight's sweep failed

[Service]
Type=oneshot
WorkingDirectory={_escaped(str(job.folder))}
ExecStart={_command(tell)}
""",
    }


def _command(words: list[str]) -> str:
    """Return words as systemd reads a command line: quoted, with its own signs doubled."""
    return " ".join(f'"{_escaped(word)}"' for word in words)


def _escaped(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        text = text.replace(sign, escaped)
    return text
