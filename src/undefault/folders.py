"""Where a sweep writes, who may write there now, and what a resumed sweep must agree with."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from undefault.errors import ConfigError, LockedError, OutputError, nearest
from undefault.redaction import redacted, redacted_data
from undefault.whole_file import whole_file

STATE = "sweep.json"
LATEST = ".latest"
CHANGEABLE = ("executor", "nightly")  # decide where and when trainings run, not what they are
STAGE = "stage"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
ADVICE = {
    "configuration": "give the same overrides",
    "versions": "install what it began with",
    "data": "bring back the data that it began with",
}


@dataclass(frozen=True)
class Beginning:
    """What a sweep begins with, all that its numbers follow from.

    ``overrides`` make the ``configuration``, both without passwords; ``versions`` are those of the packages that can
    change a number; ``data`` has a digest for each dataset.
    """

    overrides: Sequence[str]
    configuration: Mapping[str, Any]
    versions: Mapping[str, str]
    data: Mapping[str, str]

    def __post_init__(self) -> None:
        for name in ADVICE:
            if not isinstance(getattr(self, name), Mapping):
                raise TypeError(f"{name} must be a mapping, got {str(getattr(self, name))[:40]}")


@dataclass(frozen=True)
class SweepFolders:
    """The folders of one sweep under the sweeps' folder."""

    root: Path
    sweep_id: str

    @property
    def studies(self) -> Path:
        """Where studies and finished trainings are kept, from which the sweep can go on."""
        return self.root / "studies" / self.sweep_id

    @property
    def report(self) -> Path:
        """Where the report and its tables go."""
        return self.root / "reports" / self.sweep_id

    def begin(self, beginning: Beginning) -> None:
        """Make the folders and note what the sweep begins with, which a resumed one is held against."""
        made: list[Path] = []
        try:
            for folder in (self.studies, self.report):
                folder.mkdir(parents=True)
                made.append(folder)
            _write(self.root / "studies" / LATEST, self.sweep_id)
            _write(self.studies / STATE, json.dumps(asdict(beginning), indent=1))
        except OSError as error:
            for folder in made:
                shutil.rmtree(folder, ignore_errors=True)
            raise OutputError(
                f"{self.root} must be writable, got: {error}; change its rights or sweep.folder"
            ) from error

    def make_report_folder(self) -> None:
        """Make the report's folder where it is missing, for it can be written anew."""
        with kept_on_disk(self):
            self.report.mkdir(parents=True, exist_ok=True)

    def remove(self) -> None:
        """Delete the folders with all that is in them."""
        for folder in (self.report, self.studies):
            shutil.rmtree(folder, ignore_errors=True)

    def note_stage(self, stage: str) -> None:
        """Note what the sweep does now, for whoever wants to know; nothing is read from it."""
        (self.studies / STAGE).write_text(f"{stage}\n")

    def begun_with(self) -> Beginning:
        """Return what the sweep began with; raise `OutputError` where that is not known."""
        path = self.studies / STATE
        try:
            return Beginning(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise OutputError(
                f"{path} must hold what the sweep began with, got: {error}; begin a new sweep without sweep.resume"
            ) from error


def _write(path: Path, text: str) -> None:
    with whole_file(path) as file:
        file.write(text.encode())


def comparable(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration without passwords, and without what may change from start to start."""
    sweep = {key: value for key, value in composed["sweep"].items() if key != "resume"}
    kept = {key: value for key, value in composed.items() if key not in CHANGEABLE}
    return redacted_data({**kept, "sweep": sweep})  # type: ignore[no-any-return]


def shown_overrides(overrides: Sequence[str]) -> list[str]:
    """Return overrides without passwords, and without addresses to notify, which are passwords as a whole."""
    return [redacted(override) for override in overrides if not override.lstrip("+").startswith("nightly.notify")]


def interrupted(root: Path, sweep_id: str) -> SweepFolders:
    """Return the folders of the sweep to go on with; ``latest`` is the one begun last."""
    begun = sorted((root / "studies").glob(f"*/{STATE}"), key=lambda state: state.stat().st_mtime_ns)
    names = [state.parent.name for state in begun]
    if not names:
        raise ConfigError(
            f"sweep.resume={sweep_id} needs an earlier sweep under {root}/studies, got none; leave sweep.resume out, "
            "or give the sweep.folder of that sweep"
        )
    latest = _latest(root, names)
    if sweep_id == "latest":
        return SweepFolders(root, latest)
    if sweep_id not in names:
        raise ConfigError(
            f"sweep.resume must be latest or the id of a sweep under {root}/studies, got {sweep_id!r}"
            f"{nearest(sweep_id, names)}; the last begun is {latest}"
        )
    return SweepFolders(root, sweep_id)


def _latest(root: Path, names: Sequence[str]) -> str:
    """Return the sweep that was begun last: the one noted then, for clocks can be set back."""
    try:
        noted = (root / "studies" / LATEST).read_text()
    except OSError:
        return names[-1]
    return noted if noted in names else names[-1]


def require_same(folders: SweepFolders, **now: Mapping[str, Any]) -> None:
    """Raise `ConfigError` where parts of what the sweep began with are other ones now, naming what differs."""
    begun = asdict(folders.begun_with())
    for part, values in now.items():
        was, is_now = _flat(begun[part]), _flat(json.loads(json.dumps(values)))
        differing = sorted(key for key in was.keys() | is_now.keys() if was.get(key) != is_now.get(key))
        if differing:
            shown = "; ".join(f"{key} was {was.get(key)!r}, is {is_now.get(key)!r}" for key in differing[:5])
            raise ConfigError(
                f"sweep {folders.sweep_id} must go on with the {part} it began with, got: {shown}; {ADVICE[part]}, "
                "or begin a new sweep without sweep.resume"
            )


def _flat(node: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in node.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


@contextmanager
def kept_on_disk(folders: SweepFolders) -> Iterator[None]:
    """Turn a full, read-only or failing disk into an `OutputError` that says how the sweep goes on."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise OutputError(
            f"{folders.root} must be writable and have room, got: {error}; mend that, then go on with "
            f"sweep.resume={folders.sweep_id} and the same overrides, for what was finished is kept"
        ) from error


@contextmanager
def exclusive(root: Path, what: str = "sweep") -> Iterator[None]:
    """Hold the lock of a folder; raise `LockedError`, which says who holds it, where another process does."""
    path, holder = root / ".lock", root / ".holder"
    try:
        made = not root.exists()
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=0)
        holder.write_text(_myself())
    except Timeout as error:
        raise LockedError(
            f"another {what} is running on {root}{_held_by(holder)}; wait for it, or give this one its own sweep.folder"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise OutputError(f"{root} must be writable, got: {error}; change its rights or sweep.folder") from error
    try:
        yield
    finally:
        holder.unlink(missing_ok=True)
        path.unlink(missing_ok=True)  # while it is held; who waits for a file that is gone begins anew
        if made and root.is_dir() and not any(root.iterdir()):
            root.rmdir()
        lock.release()


def _myself() -> str:
    return f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _held_by(holder: Path) -> str:
    try:
        return f", {holder.read_text().strip()}"
    except (OSError, ValueError):
        return ""
