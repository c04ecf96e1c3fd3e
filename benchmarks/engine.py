"""Times the vectorized engine against plain ``model.fit`` on the same trainings, side by side."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

from undefault import wiring
from undefault.config import make_plan
from undefault.contracts import Engine
from undefault.engine.fit import KerasEngine
from undefault.engine.vectorized import VectorizedEngine
from undefault.problem import Problem
from undefault.provenance import versions
from undefault.records import Phase, Setting

RESULTS = Path(__file__).with_name("results.json")
OVERRIDES = ("dataset=breast_cancer", "network=mlp_16", "optimizers=[adam]")
N_LANES = 256
LABELS = {"fit": "model.fit", "traced": "vectorized, with tracing", "warm": "vectorized, traced before"}
N_FITS = 3  # trainings by model.fit; more would only take longer


def main() -> None:
    """Print and write seconds a training, and their ratios."""
    plan, _ = make_plan(OVERRIDES)
    problem = wiring.load_tasks(plan)[0][0]
    default = wiring.known_settings(plan).defaults["adam"]
    settings = [replace(default, learning_rate=float(rate)) for rate in np.geomspace(1e-4, 1e-1, N_LANES)]
    engine, reference = VectorizedEngine(plan.space, max_lanes=N_LANES), KerasEngine(plan.space)
    result = {
        "fit": seconds(reference, problem, settings[:: N_LANES // N_FITS][:N_FITS]),
        "traced": seconds(engine, problem, settings),
        "warm": seconds(engine, problem, settings),
    }
    report(result)


def seconds(engine: Engine, problem: Problem, settings: Sequence[Setting]) -> float:
    """Return wall seconds a training, on one seed."""
    replicates = problem.replicates(Phase.SEARCH, [0])
    begun = perf_counter()
    engine.train(problem.task, settings, replicates)
    return (perf_counter() - begun) / len(settings)


def report(result: dict[str, float]) -> None:
    """Print the figures and write them with what they were measured on."""
    ratios = {f"fit_over_{name}": result["fit"] / result[name] for name in ("traced", "warm")}
    machine = {"machine": platform.machine(), "n_cores": os.cpu_count(), "n_lanes": N_LANES}
    figures = {"seconds_a_training": result, "ratios": ratios, **machine, "versions": versions()}
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    for name, faster in (("fit", 1.0), ("traced", ratios["fit_over_traced"]), ("warm", ratios["fit_over_warm"])):
        print(f"{LABELS[name]:28}{result[name] * 1e3:10.1f} ms a training, {faster:6.0f} times as fast")


if __name__ == "__main__":
    main()
