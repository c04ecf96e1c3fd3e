"""From overrides to a plan that was checked, with nothing loaded yet."""

import itertools
import re
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
DECAY_BOUNDS = {
    "decay_steps": (1.0, 1e9),
    "decay_rate": (0.0, 1e6),
    "alpha": (0.0, 1.0),
    "factor": (0.0, 0.999),
    "patience": (0.0, 1e9),
    "min_lr": (0.0, 1e3),
}
LARGEST = 10**9
LARGEST_SEED = 2**32 - 1
LONGEST_NAME = 64  # characters of what becomes part of a folder's name


def make_plan(overrides: Sequence[str]) -> tuple[Plan, dict[str, Any]]:
    """Return the plan of a sweep and its composed configuration as plain data; raise `ConfigError` for bad values."""
    root, composed = compose_config(overrides)
    optimizers = tuple(_optimizer(name, root.optimizer) for name in _chosen(root))
    space = SearchSpace(
        optimizers=optimizers,
        decays=tuple(_decay(kind, node) for kind, node in root.decay.items()),
        weight_decay=_range("search.weight_decay", root.search.weight_decay),
        patience=_patience(root.search.patience),
        batch_sizes=_batch_sizes(root.search.batch_sizes),
    )
    remedies = tuple(remedy for remedy in _remedies(root) if remedy.optimizer in root.optimizers)
    plan = Plan(
        title=_title(root.title),
        seed=_seed(root.seed),
        datasets=_datasets(root),
        networks=_networks(root),
        budget=_budget(root),
        space=space,
        remedies=remedies,
        search=_search(root, n_known=len(optimizers) + len(remedies)),
        select=_select(root),
        confirm=_confirm(root),
        engine=EnginePlan(
            _one_of("engine.kind", root.engine.kind, ENGINES), _positive("engine.max_lanes", root.engine.max_lanes)
        ),
        tracking=_tracking(root),
        folder=Path(_text("sweep.folder", root.sweep.folder)),
        resume=None if root.sweep.resume is None else _text("sweep.resume", root.sweep.resume),
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
    prefix = f"optimizer.{name}"
    ranges = {key: _range(f"{prefix}.{key}", value) for key, value in node.hyperparameters.items()}
    learning_rate = _range(f"{prefix}.learning_rate", node.learning_rate)
    if not learning_rate.low > 0:
        raise ConfigError(f"{prefix}.learning_rate: low must be above 0, got {learning_rate.low}; raise it")
    arguments = {key: _finite(f"{prefix}.arguments.{key}", value) for key, value in node.arguments.items()}
    return OptimizerSpec(name, node.keras_class, learning_rate, ranges, arguments)


def _decay(kind: str, node: DecayNode) -> DecaySpec:
    ranges = {key: _range(f"decay.{kind}.{key}", value) for key, value in node.ranges.items()}
    budget = [node.budget_argument] if node.budget_argument else []
    given = [*ranges, *node.fixed, *budget]
    _require_arguments(f"decay.{kind}", kind, given)
    for key, searched in ranges.items():
        _check_decay_value(f"decay.{kind}.{key}", key, searched.low)
        _check_decay_value(f"decay.{kind}.{key}", key, searched.high)
    for key, value in node.fixed.items():
        _check_decay_value(f"decay.{kind}.{key}", key, value)
    return DecaySpec(kind, ranges, node.fixed, node.budget_argument)


def _require_arguments(key: str, kind: str, given: Sequence[str]) -> None:
    expected = schedule_named(kind).arguments
    if sorted(given) != sorted(expected):
        raise ConfigError(
            f"{key} must give each of {', '.join(expected) or 'no arguments'} once, got {', '.join(given) or 'none'}"
        )


def _check_decay_value(key: str, argument: str, value: float) -> None:
    """Raise `ConfigError` where Keras's schedule or callback would refuse the value, or raise the rate by it."""
    low, high = DECAY_BOUNDS[argument]
    if not low <= value <= high:
        raise ConfigError(f"{key} must lie between {low:g} and {high:g}, got {value:g}; change it")


def _remedies(root: Root) -> list[Remedy]:
    for name, node in root.remedy.items():
        _one_of(f"remedy.{name}.optimizer", node.optimizer, list(root.optimizer))
    return [_remedy(name, node) for name, node in root.remedy.items()]


def _remedy(name: str, node: RemedyNode) -> Remedy:
    key, kind, values = f"remedy.{name}", node.decay.kind, node.decay.values
    _require_arguments(f"{key}.decay.values", kind, list(values))
    for argument, value in values.items():
        _check_decay_value(f"{key}.decay.values.{argument}", argument, value)
    if node.learning_rate is not None and not 0 < _finite(f"{key}.learning_rate", node.learning_rate):
        raise ConfigError(f"{key}.learning_rate must be above 0, or null for the default's, got {node.learning_rate}")
    if node.patience is not None and node.patience < 0:
        raise ConfigError(f"{key}.patience must be 0 or more epochs, or null for no early stopping, got {node.patience}")
    return Remedy(
        name,
        node.optimizer,
        node.given_for,
        node.learning_rate,
        Decay(kind, values),
        node.patience,
        node.restore_best_weights,
    )


def _patience(node: RangeNode) -> Range:
    patience = _range("search.patience", node)
    if not patience.integer or patience.low < 0:
        raise ConfigError(
            "search.patience must be a range of whole epochs from 0 up, "
            f"got integer={patience.integer}, low={patience.low:g}; set integer to true and low to 0 or more"
        )
    return patience


def _batch_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    if len(set(sizes)) < len(sizes):
        raise ConfigError(f"search.batch_sizes must name each size once, got {list(sizes)}; drop the repetition")
    return tuple(_positive("search.batch_sizes", size) for size in sizes)


def _range(key: str, node: RangeNode) -> Range:
    try:
        return Range(node.low, node.high, node.log, node.integer, node.complement)
    except ValueError as error:
        raise ConfigError(f"{key}: {error}") from error


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
        n_samples=None if n_samples is None else _whole("dataset.n_samples", n_samples),
        label_noise=_number("dataset.label_noise", label_noise),
        scale=values.scale,
        scale_target=values.scale_target,
        parameters=node.parameters,
    )


def _name_of_file(path: str) -> str:
    """Return a dataset's name from its path: without what a file name, a table or a terminal cannot show."""
    return re.sub(r"[^\w .-]", "_", Path(path).stem)[:LONGEST_NAME]


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
    builder = values.builder or _own_builder(name, node)
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
