"""What may be tried, from the configuration: optimizers, decays and remedies, checked against what Keras takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from undefault.checks import finite, one_of, positive
from undefault.composition import options
from undefault.errors import ConfigError
from undefault.limits import DECAY_BOUNDS
from undefault.plan import Plan
from undefault.records import Decay
from undefault.schedules import schedule_named
from undefault.schema import DecayNode, OptimizerNode, RangeNode, RemedyNode, Root
from undefault.specs import DecaySpec, OptimizerSpec, Range, Remedy, SearchSpace


def search_space(root: Root) -> SearchSpace:
    """Return everything that the search may choose; raise `ConfigError` for bad values."""
    return SearchSpace(
        optimizers=tuple(_optimizer(name, root.optimizer) for name in _chosen(root)),
        decays=tuple(_decay(kind, node) for kind, node in root.decay.items()),
        weight_decay=_weight_decay(root.search.weight_decay),
        patience=_patience(root.search.patience),
        batch_sizes=_batch_sizes(root.search.batch_sizes),
    )


def chosen_remedies(root: Root) -> tuple[Remedy, ...]:
    """Return the remedies of the optimizers that take part; raise `ConfigError` for bad values in any of them."""
    for name, node in root.remedy.items():
        one_of(f"remedy.{name}.optimizer", node.optimizer, list(root.optimizer))
    remedies = (_remedy(name, node) for name, node in root.remedy.items())
    return tuple(remedy for remedy in tuple(remedies) if remedy.optimizer in root.optimizers)


def absent_remedies(plan: Plan, composed: Mapping[str, Any]) -> dict[str, str]:
    """Return each remedy of conf/remedy that does not run, with the reason, of a plan and what it was composed from."""
    present = {remedy.name for remedy in plan.remedies}
    chosen = composed.get("remedy", {})
    reasons = {name: f"its optimizer, {node['optimizer']}, takes no part" for name, node in chosen.items()}
    names = [name for name in options("remedy") if name not in present]
    return {name: reasons.get(name, "it is not among the chosen remedies") for name in names}


def _chosen(root: Root) -> list[str]:
    known = options("optimizer")
    if not root.optimizers:
        raise ConfigError(f"optimizers must name at least one of {', '.join(known)}, got an empty list")
    for name in root.optimizers:
        one_of("optimizers", name, known)
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
    arguments = {key: finite(f"{prefix}.arguments.{key}", value) for key, value in node.arguments.items()}
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
    if not low <= finite(key, value) <= high:
        raise ConfigError(f"{key} must lie between {low:g} and {high:g}, got {value:g}; change it")


def _remedy(name: str, node: RemedyNode) -> Remedy:
    key, kind, values = f"remedy.{name}", node.decay.kind, node.decay.values
    _require_arguments(f"{key}.decay.values", kind, list(values))
    for argument, value in values.items():
        _check_decay_value(f"{key}.decay.values.{argument}", argument, value)
    if node.learning_rate is not None and not finite(f"{key}.learning_rate", node.learning_rate) > 0:
        raise ConfigError(f"{key}.learning_rate must be above 0, or null for the default's, got {node.learning_rate}")
    if node.patience is not None and node.patience < 0:
        raise ConfigError(
            f"{key}.patience must be 0 or more epochs, or null for no early stopping, got {node.patience}"
        )
    return Remedy(
        name,
        node.optimizer,
        node.given_for,
        node.learning_rate,
        Decay(kind, values),
        node.patience,
        node.restore_best_weights,
    )


def _weight_decay(node: RangeNode) -> Range:
    weight_decay = _range("search.weight_decay", node)
    if weight_decay.low < 0:
        raise ConfigError(f"search.weight_decay: low must be 0 or more, got {weight_decay.low}; raise it")
    return weight_decay


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
    return tuple(positive("search.batch_sizes", size) for size in sizes)


def _range(key: str, node: RangeNode) -> Range:
    try:
        return Range(node.low, node.high, node.log, node.integer, node.complement)
    except ValueError as error:
        raise ConfigError(f"{key}: {error}; change low or high") from error
