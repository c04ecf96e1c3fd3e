"""What can be changed of a default setting, by name: one hyperparameter, or the task's budget or scaling."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from undefault.records import Setting

LEARNING_RATE = "learning_rate"
DECAY = "decay"
EARLY_STOPPING = "early_stopping"
WEIGHT_DECAY = "weight_decay"
BATCH_SIZE = "batch_size"
EPOCHS = "epochs"
FEATURE_SCALING = "feature_scaling"
TARGET_SCALING = "target_scaling"


@dataclass(frozen=True)
class Conditions:
    """What a task gives to every setting: its budget, and how features and target are scaled."""

    epochs: int
    scale: str
    scale_target: str


@dataclass(frozen=True)
class Change:
    """A default with something changed, as it is trained; ``names`` are hyperparameters, or one of its conditions."""

    names: tuple[str, ...]
    setting: Setting
    conditions: Conditions


def differing(default: Setting, tuned: Setting) -> tuple[str, ...]:
    """Return the names of the hyperparameters in which two settings of one optimizer differ, always in one order.

    A decay is one hyperparameter with its arguments, early stopping one with its patience and what it restores.

    >>> differing(Setting("adam", 0.001), Setting("adam", 0.01, weight_decay=0.1))
    ('learning_rate', 'weight_decay')
    """
    own, other = _parts(default), _parts(tuned)
    return tuple(name for name in other if own.get(name) != other[name])


def changed(default: Setting, tuned: Setting, names: Iterable[str]) -> Setting:
    """Return the default with the hyperparameters of these names as the tuned setting has them.

    >>> changed(Setting("adam", 0.001), Setting("adam", 0.01, weight_decay=0.1), ["weight_decay"]).learning_rate
    0.001
    """
    own, other = _parts(default), _parts(tuned)
    return _assembled(default, {**own, **{name: other[name] for name in names}})


def _parts(setting: Setting) -> dict[str, Any]:
    return {
        LEARNING_RATE: setting.learning_rate,
        **setting.hyperparameters,
        DECAY: setting.decay,
        WEIGHT_DECAY: setting.weight_decay,
        EARLY_STOPPING: (setting.patience, setting.restore_best_weights),
        BATCH_SIZE: setting.batch_size,
    }


def _assembled(base: Setting, parts: Mapping[str, Any]) -> Setting:
    patience, restores = parts[EARLY_STOPPING]
    return replace(
        base,
        learning_rate=parts[LEARNING_RATE],
        hyperparameters={name: parts[name] for name in base.hyperparameters},
        decay=parts[DECAY],
        weight_decay=parts[WEIGHT_DECAY],
        patience=patience,
        restore_best_weights=restores,
        batch_size=parts[BATCH_SIZE],
    )


def value_text(change: Change, name: str) -> str:
    """Return the value that a change gives to one name, as a table shows it.

    >>> change = Change(("learning_rate",), Setting("adam", 0.01), Conditions(100, "none", "standard"))
    >>> value_text(change, "learning_rate")
    '0.01'
    """
    outside = {
        EPOCHS: str(change.conditions.epochs),
        FEATURE_SCALING: change.conditions.scale,
        TARGET_SCALING: change.conditions.scale_target,
    }
    return outside[name] if name in outside else _SHOWN.get(name, _plain)(_parts(change.setting)[name])


def fix_text(change: Change, describe: Callable[[Setting], str]) -> str:
    """Return a fix on one line; ``describe`` puts a setting on one.

    >>> change = Change(("epochs",), Setting("adam", 0.001), Conditions(300, "none", "standard"))
    >>> fix_text(change, lambda setting: "Adam()")
    'Adam(), 300 epochs'
    """
    now = change.conditions
    outside = {
        EPOCHS: f"{now.epochs:,} epochs",
        FEATURE_SCALING: f"features scaled ({now.scale})",
        TARGET_SCALING: f"target scaled ({now.scale_target})",
    }
    return ", ".join([describe(change.setting), *(text for name, text in outside.items() if name in change.names)])


def _plain(value: Any) -> str:
    return "the task's" if value is None else f"{value:.10g}"


def _decay_text(decay: Any) -> str:
    arguments = ", ".join(f"{name}={value:.10g}" for name, value in decay.values.items())
    return f"{decay.kind}({arguments})" if arguments else str(decay.kind)


def _stopping_text(value: tuple[int | None, bool]) -> str:
    patience, restores = value
    return "none" if patience is None else f"patience {patience} ({'best' if restores else 'last'} weights)"


_SHOWN: Mapping[str, Any] = {DECAY: _decay_text, EARLY_STOPPING: _stopping_text}
