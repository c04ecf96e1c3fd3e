"""Failures of the rows or of the network: units, signal, size, depth and initial weights."""

from collections.abc import Callable

from undefault.planted.ground import Ground, lay, rows_of
from undefault.planted.halves import MORE, REGRESSIONS
from undefault.planted.kind import Defaults, Kind, Plant, set_to, stand
from undefault.planted.record import Arm
from undefault.planted.spoil import all_alike, in_units, spoiled, target_in_units, unscaled, without_signal
from undefault.records import NetworkSpec

Lay = Callable[[str], Ground]
BUILDERS = "undefault.engine.faulty_networks"
UNITS = 1000.0
FAULT = "not the optimizer's fault"


def _on(broken: Lay, healthy: Lay, optimizer: str, rate: float) -> Plant:
    """Return what plants the same setting on two grounds."""

    def plant(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
        setting = set_to(defaults, optimizer, rate)
        return Arm(setting, broken(source)), Arm(setting, healthy(source))

    return plant


def _sixteen(source: str) -> Ground:
    return stand(source, 16)


def _deep_sigmoid(source: str) -> Ground:
    return stand(source, *[8] * 30, activation="sigmoid")


def _shallow_sigmoid(source: str) -> Ground:
    return stand(source, 8, activation="sigmoid")


def _built(builder: str, *hidden: int) -> Lay:
    """Return what lays rows under a network of `BUILDERS`, which has these layers."""
    network = NetworkSpec(builder, hidden, builder=f"{BUILDERS}:{builder}")
    return lambda source: lay(rows_of(source), network)


def _in_small_units(*hidden: int, activation: str, optimizer: str, rate: float) -> Plant:
    """Return what plants features in small units: left as they are, and scaled."""

    def scaled(source: str) -> Ground:
        spoil = in_units(UNITS)
        return spoiled(stand(source, *hidden, activation=activation), spoil, held_back=spoil)

    return _on(lambda source: unscaled(scaled(source), scale="none"), scaled, optimizer, rate)


def _target_in_small_units(optimizer: str, rate: float) -> Plant:
    def scaled(source: str) -> Ground:
        spoil = target_in_units(UNITS)
        return spoiled(_sixteen(source), spoil, held_back=spoil)

    return _on(lambda source: unscaled(scaled(source), scale_target="none"), scaled, optimizer, rate)


def _shuffled(source: str) -> Ground:
    return spoiled(_sixteen(source), without_signal)


def _alike(source: str) -> Ground:
    return spoiled(_sixteen(source), all_alike, held_back=all_alike)


OF_TASKS = (
    Kind("features in small units, SGD", ("exploding gradients",), "feature scaling",
         _in_small_units(16, activation="leaky_relu", optimizer="sgd", rate=0.1)),
    Kind("features in small units, tanh", ("saturated units",), "feature scaling",
         _in_small_units(32, activation="tanh", optimizer="adam", rate=0.01)),
    Kind("target in small units, SGD", ("exploding gradients",), "target scaling",
         _target_in_small_units("sgd", 0.1), REGRESSIONS),
    Kind("target in small units, Adam", ("undertrained",), "target scaling",
         _target_in_small_units("adam", 0.01), REGRESSIONS),
    Kind("labels shuffled", (FAULT,), None, _on(_shuffled, _sixteen, "adam", 0.001)),
    Kind("features all alike", (FAULT,), None, _on(_alike, _sixteen, "adam", 0.01)),
    Kind("linear network for tangled classes", (FAULT,), None, _on(stand, _sixteen, "adam", 0.01),
         ("circles", "spirals", "xor", "gaussian_quantiles", "hastie")),
    Kind("dead at birth", (FAULT, "dead units"), None, _on(_built("dead_at_birth", 16), _sixteen, "adam", 0.01)),
    Kind("thirty layers of sigmoid", (FAULT, "vanishing gradients"), None,
         _on(_deep_sigmoid, _shallow_sigmoid, "adam", 0.01),
         ("moons", "iris", "circles", "wine", "gaussian_quantiles", "hastie", "blobs", "friedman2", "swiss_roll")),
    Kind("weights ten times too large", ("exploding gradients",), None,
         _on(_built("exploding", *[16] * 8), lambda source: stand(source, *[16] * 8), "sgd", 0.01)),
    Kind("dead by chance", ("seed-fragile",), None,
         _on(_built("dead_by_chance", 8, 16), lambda source: stand(source, 8, 16), "adam", 0.01), MORE),
)  # fmt: skip
