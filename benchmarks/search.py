"""``python -m benchmarks.search``: samplers and pruners side by side on the same tasks, seeds and shares.

Every sampler searches alone, without a pruner; every pruner with TPE, through selection and confirmation. Times are
those of the sweep's own clock.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from undefault import wiring
from undefault.clock import Clock
from undefault.config import make_plan
from undefault.contracts import Tracked, Tracker
from undefault.errors import ConfigError
from undefault.folders import SweepFolders
from undefault.phases import search
from undefault.problem import Problem
from undefault.pruning import PRUNERS
from undefault.records import Phase
from undefault.sweep import sweep
from undefault.trials import TaskResult, Trial

SAMPLERS = ("tpe", "random", "qmc", "grid", "cmaes", "gp")
TASKS = ("dataset=[moons,wine]", "network=mlp_16", "optimizers=[sgd,adam,rmsprop]", "confirm.looks=[12]", "remedy=[]")


class NoTracker(Tracker):
    """Keeps nothing."""

    def begin_study(self, problem: Problem) -> None:
        """Open nothing."""

    def keep(self, problem: Problem, trials: Sequence[Trial]) -> None:
        """Keep nothing."""

    def collect(self) -> Tracked:
        """Return nothing."""
        return Tracked({}, {})

    def finish(self, artifacts: Sequence[Path]) -> None:
        """Write nothing."""


@dataclass(frozen=True)
class Figures:
    """What one search came to; ``skill`` is that of the finalists on test rows, by task and optimizer."""

    best: float
    sampling: float
    training: float
    trained: float
    skill: tuple[float, ...] = ()


def main(arguments: Sequence[str]) -> None:
    """Print the chosen tables as they grow."""
    parser = argparse.ArgumentParser("python -m benchmarks.search")
    parser.add_argument("tables", nargs="*", choices=[*TABLES, []], help="both by default")
    parser.add_argument("--trials", type=int, default=96)
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args(arguments)
    for name in options.tables or TABLES:
        TABLES[name](options.trials, range(options.seeds))


def _compare_samplers(n_trials: int, seeds: Sequence[int]) -> None:
    print("| sampler | best objective, mean over tasks, optimizers and seeds | sampling, s | training, s |")
    print("| --- | ---: | ---: | ---: |")
    for name in SAMPLERS:
        try:
            runs = [_searched(_overrides(n_trials, seed, f"search={name}")) for seed in seeds]
        except ConfigError as error:
            print(f"{name} left out: {error}", file=sys.stderr)
            continue
        best, sampling, training = (np.mean([getattr(run, key) for run in runs]) for key in PARTS)
        print(f"| {name} | {best:.4f} | {sampling:.1f} | {training:.1f} |", flush=True)


PARTS = ("best", "sampling", "training")


def _compare_pruners(n_trials: int, seeds: Sequence[int]) -> None:
    print("\n| pruner | lane-epochs saved | training in search, s | finalists' test skill less without | by seed |")
    print("| --- | ---: | ---: | ---: | --- |")
    whole: list[Figures] = []
    for name in PRUNERS:
        runs = [_swept(_overrides(n_trials, seed, f"search.pruner={name}")) for seed in seeds]
        whole = whole or runs
        saved = 1 - sum(run.trained for run in runs) / sum(run.trained for run in whole)
        drops = [np.mean(run.skill) - np.mean(base.skill) for run, base in zip(runs, whole, strict=True)]
        by_seed = ", ".join(f"{drop:+.4f}" for drop in drops)
        seconds = np.mean([run.training for run in runs])
        print(f"| {name} | {saved:.0%} | {seconds:.1f} | {np.mean(drops):+.4f} | {by_seed} |", flush=True)


TABLES = {"samplers": _compare_samplers, "pruners": _compare_pruners}


def _overrides(n_trials: int, seed: int, searched: str) -> list[str]:
    return [*TASKS, f"search.n_trials={n_trials}", f"seed={seed}", searched]


def _searched(overrides: Sequence[str]) -> Figures:
    """Search every task."""
    return _measure(overrides, only_search=True)


def _swept(overrides: Sequence[str]) -> Figures:
    """Search, select and confirm every task."""
    return _measure(overrides, only_search=False)


def _measure(overrides: Sequence[str], *, only_search: bool) -> Figures:
    plan, _ = make_plan(overrides)
    known, clock, tasks = wiring.known_settings(plan), Clock(), wiring.load_tasks(plan)
    with TemporaryDirectory() as folder:
        folders = SweepFolders(Path(folder), "measured")
        workshop = wiring.make_workshop(
            plan, known, folders, wiring.make_engine(plan), NoTracker(), clock, lambda _: None
        )
        if only_search:
            searched, results = [search(problem, workshop).trials for problem, _ in tasks], []
        else:
            results = list(sweep(tasks, workshop))
            searched = [dict(result.trials) for result in results]
    seconds = clock.seconds()
    return Figures(
        best=float(np.mean([value for trials in searched for value in _best_objectives(list(trials.values()))])),
        sampling=seconds["sampling"],
        training=seconds["training"],
        trained=sum(_lane_epochs(trial) for trials in searched for trial in trials.values()),
        skill=tuple(value for result in results for value in _skills(result)),
    )


def _best_objectives(trials: Sequence[Trial]) -> Iterator[float]:
    for name in dict.fromkeys(trial.setting.optimizer for trial in trials):
        own = [trial for trial in trials if trial.setting.optimizer == name and not trial.is_pruned]
        yield min(wiring.search_objective(trial) for trial in own)


def _lane_epochs(trial: Trial) -> float:
    return float(np.isfinite(trial.scored[Phase.SEARCH].training.learning_rate).sum())


def _skills(result: TaskResult) -> Iterator[float]:
    for contest in result.contests:
        if contest.remedy is None:
            yield float(result.trials[contest.challenger].scored[Phase.CONFIRM].test_skill.mean())


if __name__ == "__main__":
    main(sys.argv[1:])
