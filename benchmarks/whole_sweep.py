"""A whole sweep, from its start to its report, against the pipeline that one would write by hand."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import children_cpu
from benchmarks.child import ROOT, Result, ask
from benchmarks.sizes import Sizes

TASK = ("dataset=breast_cancer", "network=mlp_16", "optimizers=[adam]")


def against_plain(sizes: Sizes) -> Result:
    """Return seconds a trial and a training of the sweep, all included, and of the plain pipeline's search alone."""
    swept = _sweep(sizes)
    with tempfile.TemporaryDirectory() as folder:
        plain = ask("plain_pipeline", n_trials=sizes.plain_trials, n_seeds=sizes.n_seeds, folder=folder)
    counts = swept["counts"]
    own = {unit: swept["wall_seconds"] / counts[f"{unit}s"] for unit in ("trial", "training")}
    other = {unit: plain["search_seconds"] / plain[f"n_{unit}s"] for unit in ("trial", "training")}
    return {
        "sweep": {**swept, "seconds_a": own},
        "plain": {**plain, "seconds_a": other},
        "times_as_fast": {unit: other[unit] / own[unit] for unit in own},
        "counted": "sweep: wall time of the whole command, with start-up, select, confirm, replay and report, over all "
        "its trainings; plain pipeline: wall time of study.optimize alone, which only searches",
    }


def stages(sizes: Sizes) -> Result:
    """Return milliseconds a trial and share of the wall time of each stage, as the sweep's own clock counted them."""
    return shares(_sweep(sizes))


def shares(swept: Mapping[str, Any]) -> Result:
    """Return each stage's milliseconds a trial and its share of the command's wall time.

    Tracking is what the sweep itself waited for; the process that writes to MLflow works beside it, and its CPU seconds
    are given apart.
    """
    clock, n_trials, wall = swept["clock"], swept["counts"]["trials"], swept["wall_seconds"]
    named = {stage: spent for stage, spent in clock.items() if stage != "total"}
    seconds = {**named, "all_else": wall - sum(named.values())}
    return {
        "milliseconds_a_trial": {stage: 1e3 * spent / n_trials for stage, spent in seconds.items()},
        "share_of_wall": {stage: spent / wall for stage, spent in seconds.items()},
        "tracking_process_cpu_milliseconds_a_trial": 1e3 * swept["other_processes_cpu_seconds"] / n_trials,
        "tracking_process_share_of_one_core": swept["other_processes_cpu_seconds"] / wall,
        "n_trials": n_trials,
        "wall_seconds": wall,
    }


@cache
def _sweep(sizes: Sizes) -> Result:
    """Carry out one sweep in a folder of its own; return its counts, its clock and its wall seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        overrides = [
            *TASK,
            f"search.n_trials={sizes.sweep_trials}",
            f"search.n_seeds={sizes.n_seeds}",
            f"sweep.folder={folder}",
            f"tracking.uri=sqlite:///{folder}/mlflow.db",
        ]
        wall, others = _run([sys.executable, "pipelines/sweep.py", *overrides])
        (written,) = folder.glob("reports/*/sweep.json")
        facts = json.loads(written.read_text())
    return {
        "overrides": overrides[: len(TASK) + 2],
        "wall_seconds": wall,
        "counts": facts["counts"],
        "clock": facts["wall_seconds"],
        "other_processes_cpu_seconds": others,
    }


def _run(command: list[str]) -> tuple[float, float]:
    """Return wall seconds, and CPU seconds of what the command spawned; raise `RuntimeError` with its output."""
    begun = perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603
            others = children_cpu.wait(process)
        wall = perf_counter() - begun
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} must end with 0, got {process.returncode}:\n{output.read()}")
    return wall, others
