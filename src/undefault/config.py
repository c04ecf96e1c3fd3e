"""From overrides to a plan that was checked, with nothing loaded yet."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from undefault.checks import finite, one_of, positive, positive_number, text, whole
from undefault.composition import compose_config, options
from undefault.errors import ConfigError
from undefault.plan import (
    Budget,
    ConfirmPlan,
    EnginePlan,
    ExecutorPlan,
    IntervenePlan,
    LadderPlan,
    NightlyPlan,
    Plan,
    PortfolioPlan,
    SearchPlan,
    SelectPlan,
    StabilityPlan,
    TrackingPlan,
)
from undefault.pruning import PRUNERS
from undefault.records import DatasetSpec, NetworkSpec
from undefault.schema import DatasetNode, NetworkNode, Root
from undefault.search.requirements import require_installed
from undefault.space import chosen_remedies, search_space
from undefault.verdicts.rule import Rule

TABLE_FILES = ("csv", "parquet")
MOST_TRIALS = 100_000  # of a study, all of which Optuna holds in memory
LARGEST_SEED = 2**32 - 1
MOST_APART = 4.0  # regrets lie between -2 and 2 of skill
MOST_RATES = 1000
LEAST_MINUTES = 1
LONGEST_NAME = 64  # characters of what becomes part of a folder's name


def make_plan(overrides: Sequence[str]) -> tuple[Plan, dict[str, Any]]:
    """Return the plan of a sweep and its composed configuration as plain data; raise `ConfigError` for bad values."""
    root, composed = compose_config(overrides)
    space, remedies = search_space(root), chosen_remedies(root)
    plan = Plan(
        title=_title(root.title),
        seed=_seed(root.seed),
        datasets=_datasets(root),
        networks=_networks(root),
        budget=_budget(root),
        space=space,
        remedies=remedies,
        search=_search(root, n_known=len(space.optimizers) + len(remedies)),
        select=_select(root),
        confirm=_confirm(root),
        ladder=_ladder(root),
        stability=_stability(root),
        intervene=_intervene(root),
        portfolio=_portfolio(root),
        engine=EnginePlan(
            one_of("engine.kind", root.engine.kind, options("engine")),
            positive("engine.memory_mb", root.engine.memory_mb),
        ),
        executor=_executor(root),
        tracking=_tracking(root),
        nightly=_nightly(root),
        folder=Path(text("sweep.folder", root.sweep.folder)),
        resume=None if root.sweep.resume is None else text("sweep.resume", root.sweep.resume),
    )
    return plan, composed


def _title(title: str) -> str:
    if not re.fullmatch(rf"[\w.-]{{1,{LONGEST_NAME}}}", title):
        raise ConfigError(
            f"title must be 1 to {LONGEST_NAME} letters, digits and _ . - for it becomes part of a folder's name, "
            f"got {title!r}; choose another"
        )
    return title


def _seed(seed: int) -> int:
    if not 0 <= seed <= LARGEST_SEED:
        raise ConfigError(f"seed must lie between 0 and {LARGEST_SEED}, got {seed}; choose another")
    return seed


def _datasets(root: Root) -> tuple[DatasetSpec, ...]:
    """Return one spec a dataset, number of samples and label noise."""
    sizes, noises = _listed(root.dataset.n_samples), _listed(root.dataset.label_noise)
    specs = tuple(
        _dataset(name, node, root, n_samples=size, label_noise=noise)
        for name, node in root.datasets.items()
        for size, noise in itertools.product(sizes, noises)
    )
    names = [spec.name for spec in specs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(
            f"each dataset, number of samples and label noise must come once, but {twice!r} comes twice; drop one of "
            "dataset, dataset.n_samples or dataset.label_noise"
        )
    return specs


def _dataset(name: str, node: DatasetNode, root: Root, *, n_samples: Any, label_noise: Any) -> DatasetSpec:
    values = root.dataset
    base = _name_of_file(values.path) if node.source in TABLE_FILES and values.path else name
    marks = [f"-n{n_samples}"] * isinstance(values.n_samples, list) + [f"-noise{label_noise}"] * isinstance(
        values.label_noise, list
    )
    return DatasetSpec(
        name=base + "".join(marks),
        source=node.source,
        path=values.path or None,
        target=values.target or None,
        task=values.task,
        n_samples=None if n_samples is None else whole("dataset.n_samples", n_samples),
        label_noise=finite("dataset.label_noise", label_noise),
        scale=values.scale,
        scale_target=values.scale_target,
        parameters=node.parameters,
    )


def _name_of_file(path: str) -> str:
    """Return a dataset's name from its path: without what a file name, a table or a terminal cannot show.

    Nor does it begin as a hidden file, an option or a formula of a spreadsheet does.
    """
    return re.sub(r"^[ .-]|[^\w .-]", "_", Path(path).stem)[:LONGEST_NAME]


def _networks(root: Root) -> tuple[NetworkSpec, ...]:
    """Return one spec a network; a network's name must not promise other layers than it has."""
    values, names = root.network, list(root.networks)
    for key, given, home in (("hidden", values.hidden, "mlp"), ("builder", values.builder, "custom")):
        if given is not None and names != [home]:
            raise ConfigError(
                f"network.{key} goes with network={home} alone, got network=[{','.join(names)}]; "
                f"add network={home} or leave out network.{key}"
            )
    return tuple(_network(name, node, root) for name, node in root.networks.items())


def _network(name: str, node: NetworkNode, root: Root) -> NetworkSpec:
    values = root.network
    hidden = node.hidden if values.hidden is None else values.hidden
    builder = values.builder or node.builder
    if name == "custom" and not builder:
        raise ConfigError(
            "network=custom must be given a builder, got none; add network.builder=package.module:function"
        )
    sizes = tuple(positive("network.hidden", width) for width in hidden)
    return NetworkSpec(name, sizes, values.activation, builder)


def _tracking(root: Root) -> TrackingPlan:
    values = root.tracking
    if values.curve_points < 2:
        raise ConfigError(
            f"tracking.curve_points must be 2 or more, to hold the first and the last epoch, got {values.curve_points}"
        )
    return TrackingPlan(
        text("tracking.uri", values.uri),
        text("tracking.experiment", values.experiment),
        positive("tracking.curve_points", values.curve_points),
        values.must_answer,
        positive_number("tracking.wait_seconds", values.wait_seconds),
    )


def _budget(root: Root) -> Budget:
    epochs, batch_size = positive("task.epochs", root.task.epochs), positive("task.batch_size", root.task.batch_size)
    return Budget(epochs, batch_size, root.task.loss)


def _search(root: Root, *, n_known: int) -> SearchPlan:
    values = root.search
    if values.n_trials < n_known:
        raise ConfigError(
            f"search.n_trials must be at least {n_known} (a default for each optimizer, and the remedies), "
            f"got {values.n_trials}; raise it or choose fewer optimizers"
        )
    if values.n_trials > MOST_TRIALS:
        raise ConfigError(f"search.n_trials must be at most {MOST_TRIALS:,}, got {values.n_trials}; lower it")
    sampler = one_of("search.sampler", values.sampler, options("search"))
    require_installed(sampler)
    return SearchPlan(
        sampler,
        one_of("search.pruner", values.pruner, list(PRUNERS)),
        values.widen,
        values.n_trials,
        positive("search.trials_per_round", values.trials_per_round),
        positive("search.n_seeds", values.n_seeds),
    )


def _select(root: Root) -> SelectPlan:
    n_settings = positive("select.n_settings", root.select.n_settings)
    return SelectPlan(n_settings, positive("select.n_seeds", root.select.n_seeds))


def _confirm(root: Root) -> ConfirmPlan:
    values = root.confirm
    looks = tuple(positive("confirm.looks", look) for look in values.looks)
    if not looks or looks[0] < 2 or any(later <= sooner for sooner, later in itertools.pairwise(looks)):
        raise ConfigError(
            "confirm.looks must be growing numbers of seeds from 2 up, to tell seeds apart, as in [10,20,40], "
            f"got {list(looks)}"
        )
    for key, value in (("margin", values.margin), ("alpha", values.alpha)):
        if not 0 < value < 1:
            raise ConfigError(f"confirm.{key} must lie between 0 and 1, got {value}")
    if not 0 <= values.apart <= MOST_APART:
        raise ConfigError(f"confirm.apart must lie between 0 and {MOST_APART:g} of skill, got {values.apart}")
    return ConfirmPlan(Rule(values.margin, values.alpha, looks, values.apart))


def _ladder(root: Root) -> LadderPlan:
    n_rates = root.ladder.n_rates
    if not 0 <= n_rates <= MOST_RATES:
        raise ConfigError(f"ladder.n_rates must lie between 0, for none, and {MOST_RATES}, got {n_rates}")
    return LadderPlan(n_rates, positive("ladder.n_seeds", root.ladder.n_seeds))


def _stability(root: Root) -> StabilityPlan:
    n_seeds = root.stability.n_seeds
    if not 0 <= n_seeds <= MOST_RATES:
        raise ConfigError(f"stability.n_seeds must lie between 0, for not at all, and {MOST_RATES}, got {n_seeds}")
    return StabilityPlan(n_seeds)


def _intervene(root: Root) -> IntervenePlan:
    values = root.intervene
    for key in ("n_seeds", "n_rates", "epochs_factor", "n_fresh_seeds"):
        if getattr(values, key) < 2:
            raise ConfigError(f"intervene.{key} must be 2 or more, got {getattr(values, key)}; raise it")
    return IntervenePlan(
        positive("intervene.n_seeds", values.n_seeds),
        positive("intervene.n_rates", values.n_rates),
        positive("intervene.n_rate_seeds", values.n_rate_seeds),
        positive("intervene.epochs_factor", values.epochs_factor),
        positive("intervene.n_fresh_seeds", values.n_fresh_seeds),
    )


def _portfolio(root: Root) -> PortfolioPlan:
    n_finalists = root.portfolio.n_finalists
    if n_finalists < 0:
        raise ConfigError(f"portfolio.n_finalists must be 0 or more, got {n_finalists}; raise it")
    return PortfolioPlan(n_finalists, positive("portfolio.n_seeds", root.portfolio.n_seeds))


def _executor(root: Root) -> ExecutorPlan:
    values = root.executor
    return ExecutorPlan(
        one_of("executor.kind", values.kind, options("executor")),
        positive("executor.n_attempts", values.n_attempts),
        positive_number("executor.stall_seconds", values.stall_seconds),
        positive_number("executor.batch_minutes", values.batch_minutes),
    )


def _nightly(root: Root) -> NightlyPlan:
    values = root.nightly
    minutes = values.deadline_minutes
    if minutes is not None and not LEAST_MINUTES <= minutes < float("inf"):
        raise ConfigError(
            f"nightly.deadline_minutes must be {LEAST_MINUTES} or more and finite, or null for none, got {minutes}"
        )
    return NightlyPlan(minutes, positive("nightly.keep_nights", values.keep_nights), tuple(values.notify))


def _listed(value: Any) -> list[Any]:
    if value == []:
        raise ConfigError("dataset.n_samples and dataset.label_noise must be a value or a list of at least one, got []")
    return value if isinstance(value, list) else [value]
