"""Keras optimizers, their defaults and their callbacks, made from settings."""

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import keras

from undefault.errors import ConfigError, nearest
from undefault.records import Setting
from undefault.schedules import schedule_named
from undefault.specs import OptimizerSpec

PLATEAU = "reduce_on_plateau"
CLIPPING = ("clipvalue", "clipnorm", "global_clipnorm")  # every optimizer takes one of them; none is the default


@cache
def keras_defaults(keras_class: str) -> Mapping[str, float]:
    """Return the numeric default arguments of an optimizer in the installed Keras, booleans as 0.0 and 1.0."""
    signature = inspect.signature(getattr(keras.optimizers, keras_class))
    defaults = {name: parameter.default for name, parameter in signature.parameters.items()}
    return {name: float(value) for name, value in defaults.items() if isinstance(value, (int, float))}


@cache
def flag_names(keras_class: str) -> frozenset[str]:
    """Return the boolean arguments of an optimizer, e.g. ``nesterov``."""
    parameters = inspect.signature(getattr(keras.optimizers, keras_class)).parameters
    return frozenset(name for name, parameter in parameters.items() if isinstance(parameter.default, bool))


@dataclass(frozen=True, order=True)
class OptimizerKind:
    """What must be equal for lanes to share one optimizer: its class and the flags it is built with."""

    keras_class: str
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, keras_class: str, setting: Setting) -> "OptimizerKind":
        """Return the kind of a setting's optimizer."""
        known = flag_names(keras_class)
        return cls(
            keras_class, tuple(sorted(name for name, on in setting.hyperparameters.items() if name in known and on))
        )


def default_setting(spec: OptimizerSpec) -> Setting:
    """Return what ``keras.optimizers.X(**spec.arguments)`` does: constant rate, no early stopping, last weights.

    ``hyperparameters`` holds the spec's own arguments and all that can be searched. Raises `ConfigError` where Keras
    has no such class or argument, or refuses a value.
    """
    _check_names(spec)
    defaults = {**dict.fromkeys(CLIPPING, math.nan), **keras_defaults(spec.keras_class), **spec.arguments}
    names = [*spec.hyperparameters, *(name for name in spec.arguments if name not in spec.hyperparameters)]
    setting = Setting(
        optimizer=spec.name,
        learning_rate=defaults["learning_rate"],
        hyperparameters={name: defaults[name] for name in names},
        weight_decay=defaults.get("weight_decay", 0.0),
    )
    _check_accepted(spec, setting)
    return setting


def _check_accepted(spec: OptimizerSpec, setting: Setting) -> None:
    """Raise `ConfigError` where Keras does not take the values, e.g. two ways to clip at once."""
    try:
        make_optimizer(spec, setting)
    except ValueError as error:
        raise ConfigError(
            f"optimizer.{spec.name}.arguments must be such as keras.optimizers.{spec.keras_class} takes, got "
            f"{dict(spec.arguments)}: {error}; mend them"
        ) from error


def _check_names(spec: OptimizerSpec) -> None:
    """Raise `ConfigError` where the installed Keras has no such optimizer, or the optimizer no such argument."""
    classes = _optimizer_classes()
    if spec.keras_class not in classes:
        raise ConfigError(
            f"optimizer.{spec.name}.keras_class must be one of {', '.join(classes)}, "
            f"got {spec.keras_class!r}{nearest(spec.keras_class, classes)}"
        )
    known = [*keras_defaults(spec.keras_class), *CLIPPING]
    for name in (*spec.hyperparameters, *spec.arguments):
        if name not in known:
            raise ConfigError(
                f"optimizer.{spec.name} must give arguments of keras.optimizers.{spec.keras_class}, got {name!r}"
                f"{nearest(name, known)}; it takes {', '.join(known)}"
            )


def _optimizer_classes() -> list[str]:
    """Return the names of all optimizers in the installed Keras that have a learning rate by default."""
    classes = inspect.getmembers(keras.optimizers, inspect.isclass)
    return [
        name
        for name, found in classes
        if issubclass(found, keras.optimizers.Optimizer) and "learning_rate" in keras_defaults(name)
    ]


def make_optimizer(spec: OptimizerSpec, setting: Setting) -> keras.optimizers.Optimizer:
    """Return the Keras optimizer of a setting, as a user would write it."""
    optimizer_class = getattr(keras.optimizers, spec.keras_class)
    flags = flag_names(spec.keras_class)
    given = {name: bool(value) if name in flags else float(value) for name, value in setting.hyperparameters.items()}
    return optimizer_class(
        learning_rate=_learning_rate(setting), weight_decay=setting.weight_decay or _no_decay(spec.keras_class), **given
    )


def _no_decay(keras_class: str) -> float | None:
    """AdamW refuses ``None``; the others skip the work for it."""
    return 0.0 if "weight_decay" in keras_defaults(keras_class) else None


def _learning_rate(setting: Setting) -> Any:
    keras_class = schedule_named(setting.decay.kind).keras_class
    if keras_class is None:
        return setting.learning_rate
    return getattr(keras.optimizers.schedules, keras_class)(setting.learning_rate, **setting.decay.values)


def make_callbacks(setting: Setting) -> list[keras.callbacks.Callback]:
    """Return the Keras callbacks of a setting: early stopping and reduction on plateau, where it has them."""
    callbacks: list[keras.callbacks.Callback] = []
    if setting.decay.kind == PLATEAU:
        callbacks.append(keras.callbacks.ReduceLROnPlateau(monitor="val_loss", **setting.decay.values))
    if setting.patience is not None:
        callbacks.append(
            keras.callbacks.EarlyStopping(
                monitor="val_loss", patience=setting.patience, restore_best_weights=setting.restore_best_weights
            )
        )
    return callbacks
