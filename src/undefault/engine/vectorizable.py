"""Which networks and optimizers the vectorized engine may train; whatever is not known to be safe is not."""

from collections.abc import Iterable
from typing import Any

import keras

from undefault.engine.lane_convolution import CONVOLUTIONS
from undefault.engine.lane_optimizer import ELEMENTWISE
from undefault.engine.lane_recurrence import RECURRENT, n_steps
from undefault.engine.lane_state import MOST
from undefault.engine.networks import build_network
from undefault.records import Task

# Layers whose rows and lanes stay apart under tf.vectorized_map, shown by tests/parity.
SAFE_LAYERS = frozenset(
    [
        *CONVOLUTIONS,
        *RECURRENT,
        *(f"{name}Cell" for name in RECURRENT),
        "InputLayer",
        "Dense",
        "Activation",
        "ActivityRegularization",
        "ReLU",
        "LeakyReLU",
        "PReLU",
        "ELU",
        "Softmax",
        "Flatten",
        "Reshape",
        "Permute",
        "RepeatVector",
        "Concatenate",
        "Add",
        "Subtract",
        "Multiply",
        "Average",
        "Maximum",
        "Minimum",
        "BatchNormalization",
        "LayerNormalization",
        "UnitNormalization",
        "Rescaling",
        "Dropout",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "GaussianDropout",
        "GaussianNoise",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling1D",
        "AveragePooling2D",
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
    ]
)
UNSAFE_LAYERS = {
    "Embedding": "whose gradient Keras's optimizers take occurrence by occurrence, not code by code",
    "Bidirectional": "whose two directions are not known to stay apart",
    "Masking": "which hides steps of a series",
}

# Options by which a layer leaves the path that the tests cover, and the one value that stays on it
SAFE_OPTIONS = {
    "data_format": "channels_last",
    "groups": 1,
    "stateful": False,
    "recurrent_dropout": 0,
    "renorm": False,
    "synchronized": False,
    "lora_enabled": False,
}
MOST_STEPS = 128  # of all recurrent layers together: each is traced, which takes about half a second

# Flags that change the update of each weight alone, and may differ between groups of lanes
SAFE_FLAGS = ("amsgrad", "centered", "nesterov")


def why_not_network(task: Task) -> str | None:
    """Return why the task's network cannot be vectorized, or ``None`` where it can."""
    model = build_network(task)
    why = _why_not_model(model)
    return why and f"network {task.network.name!r} {why}, so it runs one training at a time"


def _why_not_model(model: keras.Model) -> str | None:
    if not _is_of_keras(type(model)):
        return f"is a {type(model).__name__} with a call of its own"
    layers = list(model._flatten_layers(include_self=False))
    reasons = [_why_not_part(part) for part in [*layers, *getattr(model, "operations", ())]]
    reasons += [_why_not_layer(layer) for layer in layers]
    reasons += [_why_not_variable(variable) for variable in model.variables]
    steps = sum(n_steps(layer) for layer in layers)
    if steps > MOST_STEPS:
        reasons.append(f"takes {steps} recurrent steps, of which at most {MOST_STEPS} can be laid out")
    return next((reason for reason in reasons if reason), None)


def _is_of_keras(function_or_class: Any) -> bool:
    return str(getattr(function_or_class, "__module__", "")).split(".")[0] == "keras"


def _why_not_part(part: Any) -> str | None:
    name = type(part).__name__
    if _is_of_keras(type(part)) and name in SAFE_LAYERS:
        return None
    return f"has a part {name!r}, {UNSAFE_LAYERS.get(name, 'which is not known to keep trainings apart')}"


def _why_not_layer(layer: keras.layers.Layer) -> str | None:
    """Return which option of a safe layer is not."""
    name = type(layer).__name__
    for option, safe in SAFE_OPTIONS.items():
        if getattr(layer, option, safe) != safe:
            return f"has a {name} with {option}={getattr(layer, option)!r}"
    if name in RECURRENT and layer.dropout:
        return f"has a {name} with dropout={layer.dropout!r}"
    if layer.dtype_policy.name != "float32":
        return f"has a {name} that computes in {layer.dtype_policy.name}"
    for option in ("activation", "recurrent_activation", "activity_regularizer"):
        own = getattr(layer, option, None)
        if own is not None and not _is_of_keras(own):
            return f"has a {name} with an {option.replace('_', ' ')} that is not Keras's own"
    return None


def _why_not_variable(variable: Any) -> str | None:
    """Return why a weight cannot be one of many in a vector."""
    if variable.constraint is not None:
        return f"constrains its {variable.name}"
    if variable.regularizer is not None and not _is_of_keras(variable.regularizer):
        return f"has a penalty on its {variable.name} that is not Keras's own"
    if variable.dtype not in ("float32", "int64") or (variable.dtype == "int64" and variable.trainable):
        return f"keeps its {variable.name} as {variable.dtype}"
    if variable.dtype == "int64" and abs(variable.numpy()).max() > MOST:
        return f"has a seed beyond {MOST}"
    return None


def why_not_optimizer(keras_class: str, arguments: Iterable[str]) -> str | None:
    """Return why the optimizer with these arguments of its own cannot be vectorized, or ``None`` where it can."""
    if keras_class not in ELEMENTWISE:
        return f"{keras_class} is not known to update each weight by itself, so it runs one training at a time"
    other = sorted(set(arguments) - {*ELEMENTWISE[keras_class], *SAFE_FLAGS})
    if other:
        return f"{keras_class} with {', '.join(other)} runs one training at a time: lanes cannot differ in it"
    return None
