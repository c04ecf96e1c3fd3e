"""Where a result comes from: the versions and the commit that made it."""

import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

DECIDING = ("undefault", "tensorflow", "keras", "optuna", "numpy", "scikit-learn", "scipy", "pandas")
PACKAGES = (*DECIDING, "mlflow", "hydra-core", "plotly")


def versions() -> dict[str, str]:
    """Return the installed versions of all that a sweep works with."""
    return {"python": platform.python_version(), **{package: version(package) for package in PACKAGES}}


def deciding_versions() -> dict[str, str]:
    """Return the installed versions of what can change a number."""
    return {package: version(package) for package in DECIDING}


def commit() -> str:
    """Return the commit of the source folder, with ``+changes`` where it was edited, or ``unknown`` outside of git."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+changes" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    folder = Path(__file__).parent
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603, S607
    return done.stdout.strip()
