"""Keras's optimizers as the kernels know them: a rule, and the columns of hyperparameters that it reads."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from undefault.engine.optimizers import CLIPPING, OptimizerKind, flag_names
from undefault.records import FloatArray, Setting

COMPLEMENT = "1 - "


@dataclass(frozen=True)
class UpdateRule:
    """One rule of kernels/optimizers.h.

    ``columns`` are the arguments that it reads, in order. ``start`` names the argument that its first slot begins with.
    Keras takes ``1 - beta`` of a Python float, rounded once, but for the classes that ``round_first`` to float32.
    """

    name: str
    columns: tuple[str, ...]
    start: str | None = None
    round_first: bool = False

    def hyperparameters(self, values: Mapping[str, float]) -> FloatArray:
        """Return the columns of one lane, ``(n_columns,)``, in float32."""
        return np.array([self._column(name, values) for name in self.columns], dtype=np.float32)

    def _column(self, name: str, values: Mapping[str, float]) -> float | np.float32:
        value = values[name.removeprefix(COMPLEMENT)]
        if not name.startswith(COMPLEMENT):
            return value
        return np.float32(1) - np.float32(value) if self.round_first else 1.0 - value


_MOMENTS = ("beta_1", "beta_2", "1 - beta_1", "1 - beta_2")
_ADAM, _MEAN_SQUARE = (*_MOMENTS, "epsilon"), ("rho", "1 - rho", "momentum", "epsilon")
_ADAM_RULES = {(): UpdateRule("ADAM", _ADAM), ("amsgrad",): UpdateRule("ADAM_AMSGRAD", _ADAM)}
_STRENGTHS = ("l1_regularization_strength", "l2_regularization_strength", "l2_shrinkage_regularization_strength")

RULES: Mapping[str, Mapping[tuple[str, ...], UpdateRule]] = {
    "SGD": {(): UpdateRule("SGD", ("momentum",)), ("nesterov",): UpdateRule("NESTEROV", ("momentum",))},
    "RMSprop": {
        (): UpdateRule("RMSPROP", _MEAN_SQUARE),
        ("centered",): UpdateRule("RMSPROP_CENTERED", _MEAN_SQUARE),
    },
    "Adam": _ADAM_RULES,
    "AdamW": _ADAM_RULES,
    "Nadam": {(): UpdateRule("NADAM", _ADAM, round_first=True)},
    "Adamax": {(): UpdateRule("ADAMAX", _ADAM)},
    "Adagrad": {(): UpdateRule("ADAGRAD", ("epsilon",), start="initial_accumulator_value")},
    "Adadelta": {(): UpdateRule("ADADELTA", ("rho", "1 - rho", "epsilon"))},
    "Ftrl": {(): UpdateRule("FTRL", ("beta", *_STRENGTHS), start="initial_accumulator_value")},
    "Lion": {(): UpdateRule("LION", _MOMENTS, round_first=True)},
}


def rule_of(keras_class: str, setting: Setting) -> UpdateRule | None:
    """Return the rule that trains a setting as Keras does, or ``None`` where the kernels have none."""
    rule = RULES.get(keras_class, {}).get(OptimizerKind.of(keras_class, setting).flags)
    if rule is None:
        return None
    read = {name.removeprefix(COMPLEMENT) for name in rule.columns} | {rule.start}
    known = read | set(CLIPPING) | flag_names(keras_class)
    return rule if known.issuperset(setting.hyperparameters) else None
