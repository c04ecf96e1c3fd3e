"""Where a sweep writes, who may write there now, and what a resumed sweep must agree with."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from undefault.errors import ConfigError, LockedError, OutputError, nearest
from undefault.redaction import redacted_data

STATE = "sweep.json"


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

    def begin(self, composed: Mapping[str, Any]) -> None:
        """Make the folders and note the configuration, which a resumed sweep is held against."""
        made: list[Path] = []
        try:
            for folder in (self.studies, self.report):
                folder.mkdir(parents=True)
                made.append(folder)
            (self.studies / STATE).write_text(json.dumps(comparable(composed), indent=1))
        except OSError as error:
            for folder in made:
                shutil.rmtree(folder, ignore_errors=True)
            raise OutputError(
                f"{self.root} must be writable, got: {error}; change its rights or sweep.folder"
            ) from error


def comparable(composed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration without what may change from start to start, and without passwords."""
    sweep = {key: value for key, value in composed["sweep"].items() if key != "resume"}
    return redacted_data({**composed, "sweep": sweep})  # type: ignore[no-any-return]


def interrupted(root: Path, sweep_id: str) -> SweepFolders:
    """Return the folders of the sweep to go on with; ``latest`` is the one begun last."""
    begun = sorted((root / "studies").glob(f"*/{STATE}"), key=lambda state: state.stat().st_mtime_ns)
    names = [state.parent.name for state in begun]
    if not names:
        raise ConfigError(
            f"sweep.resume={sweep_id} needs an earlier sweep under {root}/studies, got none; leave sweep.resume out, "
            "or give the sweep.folder of that sweep"
        )
    if sweep_id == "latest":
        return SweepFolders(root, names[-1])
    if sweep_id not in names:
        raise ConfigError(
            f"sweep.resume must be latest or the id of a sweep under {root}/studies, got {sweep_id!r}"
            f"{nearest(sweep_id, names)}; the last begun is {names[-1]}"
        )
    return SweepFolders(root, sweep_id)


def require_same(folders: SweepFolders, composed: Mapping[str, Any]) -> None:
    """Raise `ConfigError` where the sweep was begun with another configuration, naming what differs."""
    begun = _flat(_begun_with(folders))
    now = _flat(json.loads(json.dumps(comparable(composed))))
    differing = sorted(key for key in begun.keys() | now.keys() if begun.get(key) != now.get(key))
    if differing:
        shown = "; ".join(f"{key} was {begun.get(key)!r}, is {now.get(key)!r}" for key in differing[:5])
        raise ConfigError(
            f"sweep {folders.sweep_id} must go on with the configuration it began with, got: {shown}; "
            "give the same overrides, or begin a new sweep without sweep.resume"
        )


def _begun_with(folders: SweepFolders) -> dict[str, Any]:
    path = folders.studies / STATE
    try:
        begun = json.loads(path.read_text())
        if not isinstance(begun, dict):
            raise ValueError(f"{type(begun).__name__} {str(begun)[:40]}")
    except (OSError, ValueError, RecursionError) as error:
        raise OutputError(
            f"{path} must hold the configuration of the sweep, got: {error}; begin a new sweep without sweep.resume"
        ) from error
    return begun


def _flat(node: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in node.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Hold the lock of the sweeps' folder; raise `LockedError` where another sweep holds it."""
    path = root / ".lock"
    try:
        made = not root.exists()
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(
            f"another sweep is running on {root}; wait for it, or give this one its own sweep.folder"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise OutputError(f"{root} must be writable, got: {error}; change its rights or sweep.folder") from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is held; who waits for a file that is gone begins anew
        if made and root.is_dir() and not any(root.iterdir()):
            root.rmdir()
        lock.release()
