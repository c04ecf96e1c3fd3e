"""What the figures were measured on."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.c_loop import compiler

from undefault.provenance import commit, versions


def describe() -> dict[str, Any]:
    """Return processor, cores, memory, commit and versions; ``None`` for what is not there."""
    return {
        "processor": _processor(),
        "n_cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "commit": commit(),
        "versions": {**versions(), "jax": _version("jax"), "jaxlib": _version("jaxlib"), "c_compiler": _compiler()},
    }


def _processor() -> str | None:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, None)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _compiler() -> str | None:
    found = compiler()
    if found is None:
        return None
    return subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]  # noqa: S603
