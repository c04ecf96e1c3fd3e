"""Failures of one hyperparameter: rate, momentum, decay, weight decay, patience, beta_2, and of the budget."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from undefault.planted.ground import Ground
from undefault.planted.halves import CLASSIFICATIONS
from undefault.planted.kind import Defaults, Kind, dying, stand, tuned
from undefault.planted.record import Arm
from undefault.records import Setting

Lay = Callable[[str], Ground]
Make = Callable[[Defaults], Setting]
NETWORK: Lay = lambda source: stand(source, 16)  # noqa: E731
TANH: Lay = lambda source: stand(source, 16, activation="tanh")  # noqa: E731
LINEAR: Lay = lambda source: stand(source)  # noqa: E731
HUGE: Lay = lambda source: stand(source, 256, 256, at_most=60)  # noqa: E731
FEW: Lay = lambda source: stand(source, 16, at_most=60)  # noqa: E731


def _set(optimizer: str, learning_rate: float, **hyperparameters: float) -> Make:
    return lambda defaults: tuned(defaults, optimizer, learning_rate, **hyperparameters)


def _other(make: Make, **changes: object) -> Make:
    return lambda defaults: replace(make(defaults), **changes)  # type: ignore[arg-type]


def _plant(lay: Lay, broken: Make, healthy: Make, source: str, defaults: Defaults) -> tuple[Arm, Arm]:
    ground = lay(source)
    return Arm(broken(defaults), ground), Arm(healthy(defaults), ground)


def _kind(  # noqa: PLR0913
    name: str,
    checks: tuple[str, ...],
    cause: str,
    lay: Lay,
    *,
    broken: Make,
    healthy: Make,
    sources: tuple[str, ...] | None = None,
) -> Kind:
    plant = partial(_plant, lay, broken, healthy)
    return Kind(name, checks, cause, plant) if sources is None else Kind(name, checks, cause, plant, sources)


def _short(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
    """Return two epochs of a task and its whole budget."""
    setting, ground = tuned(defaults, "adam", 0.003), stand(source, 16)
    return Arm(setting, ground.having(epochs=2)), Arm(setting, ground)


def _decay(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
    """Return a rate that halves five times an epoch, and a constant one."""
    ground, setting = stand(source, 16), tuned(defaults, "sgd_momentum", 0.01)
    steps_per_epoch = ground.problem.n_steps // ground.task.epochs
    return Arm(dying(setting, max(1, steps_per_epoch // 5)), ground), Arm(setting, ground)


SGD, MOMENTUM, ADAM = _set("sgd", 0.1), _set("sgd_momentum", 0.03), _set("adam", 0.01)
STOPPED = _other(ADAM, patience=20, restore_best_weights=True)

OF_SETTINGS = (
    _kind("SGD's rate 1,000 times too high, linear network", ("diverged", "update ratio too large"), "learning_rate",
          LINEAR, broken=_set("sgd", 100.0), healthy=SGD),
    _kind("Adam's rate 100 times too high", ("oscillating", "update ratio too large"), "learning_rate", TANH,
          broken=_set("adam", 1.0), healthy=ADAM),
    _kind("RMSprop's rate 100 times too high", ("oscillating", "update ratio too large"), "learning_rate", TANH,
          broken=_set("rmsprop", 0.3), healthy=_set("rmsprop", 0.003)),
    _kind("Lion's rate 300 times too high", ("oscillating", "update ratio too large"), "learning_rate", TANH,
          broken=_set("lion", 0.3), healthy=_set("lion", 0.001)),
    _kind("SGD's rate 300 times too high, tanh", ("saturated units",), "learning_rate", TANH,
          broken=_set("sgd_momentum", 10.0), healthy=MOMENTUM),
    _kind("Adam's rate kills all units", ("dead units",), "learning_rate", NETWORK,
          broken=_set("adam", 10.0), healthy=ADAM),
    _kind("momentum 0.999", ("oscillating",), "momentum", NETWORK,
          broken=_set("sgd_momentum", 0.03, momentum=0.999), healthy=MOMENTUM),
    _kind("beta_2 tiny", ("oscillating",), "beta_2", NETWORK,
          broken=_set("adam", 0.01, beta_2=0.01), healthy=ADAM),
    _kind("Adam's rate 100 times too low", ("undertrained",), "learning_rate", NETWORK,
          broken=_set("adam", 1e-4), healthy=ADAM),
    _kind("SGD's rate 100 times too low", ("undertrained",), "learning_rate", NETWORK,
          broken=_set("sgd", 1e-3), healthy=SGD),
    _kind("Adadelta at its default", ("undertrained",), "learning_rate", NETWORK,
          broken=_set("adadelta", 1e-3), healthy=_set("adadelta", 1.0)),
    _kind("Adagrad at its default", ("undertrained",), "learning_rate", NETWORK,
          broken=_set("adagrad", 1e-3), healthy=_set("adagrad", 0.1)),
    _kind("SGD's rate 1,000,000 times too low", ("update ratio too small",), "learning_rate", NETWORK,
          broken=_set("sgd", 1e-7), healthy=SGD),
    _kind("Adam's rate 100,000 times too low", ("update ratio too small",), "learning_rate", NETWORK,
          broken=_set("adam", 1e-7), healthy=ADAM),
    Kind("decay that dies in two epochs", ("update ratio too small",), "decay", _decay),
    Kind("two epochs", ("undertrained",), "epochs", _short),
    _kind("absurd weight decay", ("stalled",), "weight_decay", NETWORK,
          broken=_other(_set("adamw", 0.01), weight_decay=30.0), healthy=_other(_set("adamw", 0.01), weight_decay=1e-3)),
    _kind("few rows, huge network, no early stopping", ("overfitted",), "patience", HUGE,
          broken=ADAM, healthy=STOPPED),
    _kind("wrong labels, huge network, no early stopping", ("overfitted",), "patience",
          lambda source: stand(source, 64, 64, label_noise=0.3), broken=ADAM, healthy=STOPPED, sources=CLASSIFICATIONS),
    _kind("patience 1 on few rows", ("stopped too early",), "patience", FEW,
          broken=_other(SGD, patience=1, restore_best_weights=True),
          healthy=_other(SGD, patience=30, restore_best_weights=True)),
    _kind("patience 0", ("stopped too early",), "patience", NETWORK,
          broken=_other(_set("sgd_momentum", 0.01, momentum=0.95), patience=0),
          healthy=_other(_set("sgd_momentum", 0.01, momentum=0.95), patience=30, restore_best_weights=True)),
)  # fmt: skip
