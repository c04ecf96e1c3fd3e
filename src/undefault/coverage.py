"""Whether a search could have found a default setting: every number of it must lie in its range."""

from collections.abc import Iterator

from undefault.errors import ConfigError
from undefault.records import Setting
from undefault.specs import Range, SearchSpace


def require_covered(default: Setting, space: SearchSpace) -> None:
    """Raise `ConfigError` where a default setting lies outside its own search space.

    The choices cover every default: constant rate, no early stopping, no weight decay. A default that has weight decay,
    such as AdamW's, needs its value in ``search.weight_decay``.
    """
    for key, value, searched in _numbers(default, space):
        if not searched.contains(value):
            raise ConfigError(
                f"{key}: the range must contain Keras's default {value:g} of {default.optimizer}, "
                f"got low={searched.low:g}, high={searched.high:g}; widen it, or leave {default.optimizer} out"
            )


def _numbers(default: Setting, space: SearchSpace) -> Iterator[tuple[str, float, Range]]:
    """Yield the key, the default's value and the range of each number."""
    spec = space.optimizer(default.optimizer)
    yield f"optimizer.{spec.name}.learning_rate", default.learning_rate, spec.learning_rate
    for name, searched in spec.hyperparameters.items():
        yield f"optimizer.{spec.name}.hyperparameters.{name}", default.hyperparameters[name], searched
    if default.weight_decay > 0:
        yield "search.weight_decay", default.weight_decay, space.weight_decay
