"""Failures of the rows or of the network: units, signal, size, depth and initial weights."""

from collections.abc import Callable

from undefault.planted.ground import Ground, lay, rows_of
from undefault.planted.halves import CLASSIFICATIONS, REGRESSIONS
from undefault.planted.kind import Defaults, Kind, Plant, stand, tuned
from undefault.planted.record import Arm
from undefault.planted.spoil import all_alike, in_units, spoiled, target_in_units, unscaled, without_signal
from undefault.records import NetworkSpec

BUILDERS = "undefault.engine.faulty_networks"
TANGLED = ("circles", "spirals", "xor")  # no line parts their classes
UNITS = 1000.0


def _on(broken: Callable[[str], Ground], healthy: Callable[[str], Ground], optimizer: str, rate: float) -> Plant:
    """Return what plants the same setting on two grounds."""

    def plant(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
        setting = tuned(defaults, optimizer, rate)
        return Arm(setting, broken(source)), Arm(setting, healthy(source))

    return plant


def _sixteen(source: str) -> Ground:
    return stand(source, 16)


def _built(builder: str, *hidden: int) -> Callable[[str], Ground]:
    """Return what lays rows under a network of `BUILDERS` with these layers."""
    network = NetworkSpec(builder, hidden, builder=f"{BUILDERS}:{builder}")
    return lambda source: lay(rows_of(source), network)


def _in_small_units(*hidden: int, activation: str = "relu") -> tuple[Callable[[str], Ground], Callable[[str], Ground]]:
    """Return what lays rows whose features come in small units, left as they are and scaled."""

    def scaled(source: str) -> Ground:
        spoil = in_units(UNITS)
        return spoiled(stand(source, *hidden, activation=activation), spoil, held_back=spoil)

    return (lambda source: unscaled(scaled(source), scale="none")), scaled


def _target_in_small_units(*hidden: int) -> tuple[Callable[[str], Ground], Callable[[str], Ground]]:
    def scaled(source: str) -> Ground:
        spoil = target_in_units(UNITS)
        return spoiled(stand(source, *hidden), spoil, held_back=spoil)

    return (lambda source: unscaled(scaled(source), scale_target="none")), scaled


FAULT = "not the optimizer's fault"

OF_TASKS = (
    Kind("features in small units, SGD, linear network", ("diverged", "exploding gradients"), "feature scaling",
         _on(*_in_small_units(), "sgd", 0.1)),
    Kind("features in small units, tanh", ("saturated units",), "feature scaling",
         _on(*_in_small_units(64, activation="tanh"), "adam", 0.01)),
    Kind("target in small units, SGD", ("diverged", "exploding gradients"), "target scaling",
         _on(*_target_in_small_units(16), "sgd", 0.1), REGRESSIONS),
    Kind("target in small units, Adam", (FAULT,), "target scaling",
         _on(*_target_in_small_units(16), "adam", 0.001), REGRESSIONS),
    Kind("labels shuffled", (FAULT,), None,
         _on(lambda source: spoiled(_sixteen(source), without_signal), _sixteen, "adam", 0.001)),
    Kind("features all alike", (FAULT,), None,
         _on(lambda source: spoiled(_sixteen(source), all_alike, held_back=all_alike), _sixteen, "adam", 0.01)),
    Kind("linear network for tangled classes", (FAULT,), None, _on(lambda source: stand(source), _sixteen, "adam", 0.01), TANGLED),
    Kind("dead at birth", (FAULT, "dead units"), None, _on(_built("dead_at_birth", 16), _sixteen, "adam", 0.01)),
    Kind("thirty layers of sigmoid", (FAULT, "vanishing gradients"), None,
         _on(lambda source: stand(source, *[8] * 30, activation="sigmoid"), lambda source: stand(source, 8, activation="sigmoid"), "adam", 0.01),
         CLASSIFICATIONS),
    Kind("weights ten times too large", ("exploding gradients",), None,
         _on(_built("exploding", *[16] * 8), lambda source: stand(source, *[16] * 8), "sgd", 0.01)),
    Kind("dead by chance", ("seed-fragile",), None,
         _on(_built("dead_by_chance", 8, 16), lambda source: stand(source, 8, 16), "adam", 0.01)),
)  # fmt: skip
