"""From overrides to a plan that was checked, with nothing loaded yet."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from undefault.composition import compose_config, options
from undefault.errors import ConfigError, nearest
from undefault.plan import Budget, ConfirmPlan, EnginePlan, Plan, SearchPlan, SelectPlan, TrackingPlan
from undefault.records import DatasetSpec, Decay, NetworkSpec
from undefault.schedules import schedule_named
from undefault.schema import DatasetNode, DecayNode, NetworkNode, OptimizerNode, RangeNode, RemedyNode, Root
from undefault.specs import DecaySpec, OptimizerSpec, Range, Remedy, SearchSpace
from undefault.verdicts.judgement import Rule

ENGINES = ("vectorized", "keras")
SAMPLERS = ("tpe", "random")
TABLE_FILES = ("csv", "parquet")


def make_plan(overrides: Sequence[str]) -> tuple[Plan, dict[str, Any]]:
    """Return the plan of a sweep and its composed configuration as plain data; raise `ConfigError` for bad values."""
    root, composed = compose_config(overrides)
    optimizers = tuple(_optimizer(name, root.optimizer) for name in _chosen(root))
    space = SearchSpace(
        optimizers=optimizers,
        decays=tuple(_decay(kind, node) for kind, node in root.decay.items()),
        weight_decay=_range("search.weight_decay", root.search.weight_decay),
        patience=_range("search.patience", root.search.patience),
        batch_sizes=tuple(_positive("search.batch_sizes", size) for size in root.search.batch_sizes),
    )
    remedies = tuple(_remedy(name, node) for name, node in root.remedy.items() if node.optimizer in root.optimizers)
    plan = Plan(
        title=root.title,
        seed=root.seed,
        datasets=tuple(_datasets(root)),
        networks=tuple(_network(name, node, root) for name, node in root.networks.items()),
        budget=_budget(root),
        space=space,
        remedies=remedies,
        search=_search(root, n_known=len(optimizers) + len(remedies)),
        select=_select(root),
        confirm=_confirm(root),
        engine=EnginePlan(
            _one_of("engine.kind", root.engine.kind, ENGINES), _positive("engine.max_lanes", root.engine.max_lanes)
        ),
        tracking=TrackingPlan(
            root.tracking.uri, root.tracking.experiment, _positive("tracking.curve_points", root.tracking.curve_points)
        ),
        folder=Path(root.sweep.folder),
        resume=root.sweep.resume,
    )
    return plan, composed


def _chosen(root: Root) -> list[str]:
    known = options("optimizer")
    if not root.optimizers:
        raise ConfigError(f"optimizers must name at least one of {', '.join(known)}, got an empty list")
    for name in root.optimizers:
        _one_of("optimizers", name, known)
    if len(set(root.optimizers)) < len(root.optimizers):
        raise ConfigError(f"optimizers must name each optimizer once, got {root.optimizers}")
    return root.optimizers


def _optimizer(name: str, nodes: Mapping[str, OptimizerNode]) -> OptimizerSpec:
    node = nodes[name]
    ranges = {key: _range(f"optimizer.{name}.{key}", value) for key, value in node.hyperparameters.items()}
    learning_rate = _range(f"optimizer.{name}.learning_rate", node.learning_rate)
    return OptimizerSpec(name, node.keras_class, learning_rate, ranges, node.arguments)


def _decay(kind: str, node: DecayNode) -> DecaySpec:
    schedule_named(kind)
    ranges = {key: _range(f"decay.{kind}.{key}", value) for key, value in node.ranges.items()}
    return DecaySpec(kind, ranges, node.fixed, node.budget_argument)


def _remedy(name: str, node: RemedyNode) -> Remedy:
    schedule_named(node.decay.kind)
    decay = Decay(node.decay.kind, node.decay.values)
    return Remedy(
        name, node.optimizer, node.given_for, node.learning_rate, decay, node.patience, node.restore_best_weights
    )


def _range(key: str, node: RangeNode) -> Range:
    try:
        return Range(node.low, node.high, node.log, node.integer, node.complement)
    except ValueError as error:
        raise ConfigError(f"{key}: {error}") from error


def _datasets(root: Root) -> list[DatasetSpec]:
    """Return one spec a dataset, number of samples and label noise."""
    sizes, noises = _listed(root.dataset.n_samples), _listed(root.dataset.label_noise)
    return [
        _dataset(name, node, root, n_samples=size, label_noise=noise)
        for name, node in root.datasets.items()
        for size, noise in itertools.product(sizes, noises)
    ]


def _dataset(name: str, node: DatasetNode, root: Root, *, n_samples: Any, label_noise: Any) -> DatasetSpec:
    values = root.dataset
    base = Path(values.path).stem if node.source in TABLE_FILES and values.path else name
    marks = [f"-n{n_samples}"] * isinstance(values.n_samples, list) + [f"-noise{label_noise}"] * isinstance(
        values.label_noise, list
    )
    return DatasetSpec(
        name=base + "".join(marks),
        source=node.source,
        path=values.path,
        target=values.target,
        task=values.task,
        n_samples=None if n_samples is None else _whole("dataset.n_samples", n_samples),
        label_noise=_number("dataset.label_noise", label_noise),
        scale=values.scale,
        scale_target=values.scale_target,
        parameters=node.parameters,
    )


def _network(name: str, node: NetworkNode, root: Root) -> NetworkSpec:
    values = root.network
    builder = values.builder or node.builder
    hidden = node.hidden if values.hidden is None else values.hidden
    if name == "custom" and not builder:
        raise ConfigError(
            "network=custom must be given a builder, got none; add network.builder=package.module:function"
        )
    if builder and values.hidden is not None:
        raise ConfigError(
            "network.hidden goes with dense networks and network.builder with your own, got both; drop one"
        )
    sizes = tuple(_positive("network.hidden", width) for width in hidden)
    return NetworkSpec(name, sizes, values.activation, builder)


def _budget(root: Root) -> Budget:
    epochs, batch_size = _positive("task.epochs", root.task.epochs), _positive("task.batch_size", root.task.batch_size)
    return Budget(epochs, batch_size, root.task.loss)


def _search(root: Root, *, n_known: int) -> SearchPlan:
    values = root.search
    if values.n_trials < n_known:
        raise ConfigError(
            f"search.n_trials must be at least {n_known} (a default for each optimizer, and the remedies), "
            f"got {values.n_trials}; raise it or choose fewer optimizers"
        )
    return SearchPlan(
        _one_of("search.sampler", values.sampler, SAMPLERS),
        values.n_trials,
        _positive("search.trials_per_round", values.trials_per_round),
        _positive("search.n_seeds", values.n_seeds),
    )


def _select(root: Root) -> SelectPlan:
    n_settings = _positive("select.n_settings", root.select.n_settings)
    return SelectPlan(n_settings, _positive("select.n_seeds", root.select.n_seeds))


def _confirm(root: Root) -> ConfirmPlan:
    values = root.confirm
    if values.seeds_per_look < 2:
        raise ConfigError(f"confirm.seeds_per_look must be at least 2 to tell seeds apart, got {values.seeds_per_look}")
    for key, value in (("margin", values.margin), ("alpha", values.alpha)):
        if not 0 < value < 1:
            raise ConfigError(f"confirm.{key} must lie between 0 and 1, got {value}")
    rule = Rule(values.margin, values.alpha, _positive("confirm.n_looks", values.n_looks))
    return ConfirmPlan(values.seeds_per_look, rule)


def _one_of(key: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise ConfigError(f"{key} must be one of {', '.join(known)}, got {value!r}{nearest(value, known)}")
    return value


def _positive(key: str, value: int) -> int:
    if value < 1:
        raise ConfigError(f"{key} must be 1 or more, got {value}")
    return value


def _whole(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{key} must be a whole number, a list of them, or null, got {value!r}")
    return _positive(key, value)


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigError(f"{key} must be a number or a list of numbers, got {value!r}")
    return float(value)


def _listed(value: Any) -> list[Any]:
    if value == []:
        raise ConfigError("dataset.n_samples and dataset.label_noise must be a value or a list of at least one, got []")
    return value if isinstance(value, list) else [value]
