"""Which networks and optimizers the vectorized engine may train; whatever is not known to be safe is not."""

from collections.abc import Iterable

from undefault.engine.lane_optimizer import ELEMENTWISE
from undefault.engine.networks import build_network
from undefault.records import Task

# Layers whose rows stay apart under tf.vectorized_map and whose only state is floating point. Dropout keeps an integer
# seed and convolutions fold lanes into channels, so neither is here.
SAFE_LAYERS = frozenset(
    [
        "InputLayer",
        "Dense",
        "Activation",
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
    ]
)

# Flags that change the update of each weight alone, and may differ between groups of lanes
SAFE_FLAGS = ("amsgrad", "centered", "nesterov")


def why_not_network(task: Task) -> str | None:
    """Return why the task's network cannot be vectorized, or ``None`` where it can."""
    model = build_network(task)
    if type(model).__module__.split(".")[0] != "keras":
        return (
            f"network {task.network.name!r} is a {type(model).__name__} with a call of its own, which runs one "
            "training at a time"
        )
    for part in [*model._flatten_layers(include_self=False), *getattr(model, "operations", ())]:
        name = type(part).__name__
        if type(part).__module__.split(".")[0] != "keras" or name not in SAFE_LAYERS:
            return f"network {task.network.name!r} has a part {name!r}, which runs one training at a time"
    return None


def why_not_optimizer(keras_class: str, arguments: Iterable[str]) -> str | None:
    """Return why the optimizer with these arguments of its own cannot be vectorized, or ``None`` where it can."""
    if keras_class not in ELEMENTWISE:
        return f"{keras_class} is not known to update each weight by itself, so it runs one training at a time"
    other = sorted(set(arguments) - {*ELEMENTWISE[keras_class], *SAFE_FLAGS})
    if other:
        return f"{keras_class} with {', '.join(other)} runs one training at a time: lanes cannot differ in it"
    return None
