"""Failures of one hyperparameter: rate, momentum, beta_2, decay, weight decay, patience; and of the budget."""

from collections.abc import Callable
from dataclasses import replace

from undefault.planted.ground import MOST_ROWS, Ground
from undefault.planted.halves import MORE, REGRESSIONS, SOURCES, VARIED
from undefault.planted.kind import Defaults, Kind, Plant, set_to, stand
from undefault.planted.record import Arm
from undefault.planted.spoil import with_wrong_labels
from undefault.records import Decay, Setting

Lay = Callable[[str], Ground]
Make = Callable[[Defaults], Setting]


def _dense(*hidden: int, activation: str = "relu", at_most: int = MOST_ROWS) -> Lay:
    return lambda source: stand(source, *hidden, activation=activation, at_most=at_most)


def _set(optimizer: str, learning_rate: float, **hyperparameters: float) -> Make:
    return lambda defaults: set_to(defaults, optimizer, learning_rate, **hyperparameters)


def _with(make: Make, **changes: object) -> Make:
    return lambda defaults: replace(make(defaults), **changes)  # type: ignore[arg-type]


def _stopping(make: Make, patience: int) -> Make:
    return _with(make, patience=patience, restore_best_weights=True)


def _plant(lay: Lay, broken: Make, healthy: Make) -> Plant:
    def plant(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
        ground = lay(source)
        return Arm(broken(defaults), ground), Arm(healthy(defaults), ground)

    return plant


def _two_epochs(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
    setting, ground = set_to(defaults, "adam", 0.003), stand(source, 16)
    return Arm(setting, ground.having(epochs=2)), Arm(setting, ground)


def _noisy(source: str) -> Ground:
    return with_wrong_labels(stand(source, 64, 64, at_most=120), 0.3)


def _dying(source: str, defaults: Defaults) -> tuple[Arm, Arm]:
    """Return a rate that halves four times an epoch, and a constant one."""
    ground, setting = stand(source, 16), set_to(defaults, "sgd_momentum", 0.01)
    steps = max(1, ground.problem.n_steps // ground.task.epochs // 4)
    decay = Decay("exponential", {"decay_steps": steps, "decay_rate": 0.5})
    return Arm(replace(setting, decay=decay), ground), Arm(setting, ground)


RELU, TANH, LEAKY = _dense(16), _dense(16, activation="tanh"), _dense(16, activation="leaky_relu")
SGD, MOMENTUM, ADAM, ADAMW = _set("sgd", 0.1), _set("sgd_momentum", 0.03), _set("adam", 0.01), _set("adamw", 0.01)
RATE, TOO_LARGE = "learning_rate", "update ratio too large"
TOO_SMALL = "update ratio too small"
SWINGING = _set("sgd_momentum", 0.03, momentum=0.98)
# The first descent brings a part of the skill
TAKES_LONG = ("circles", "moons", "spirals", "diabetes", "friedman1", "gaussian_quantiles", "hastie", "swiss_roll")
CLASSES = tuple(source for source in VARIED if source not in REGRESSIONS)
# A loss on classes that are parted comes down again
NOT_PARTED = ("moons", "circles", "diabetes", "friedman1", "gaussian_quantiles", "hastie", "friedman2")

OF_SETTINGS = (
    Kind("SGD's rate 1,000 times too high", ("diverged", TOO_LARGE), RATE, _plant(LEAKY, _set("sgd", 100.0), SGD),
         NOT_PARTED),
    Kind("Adam's rate 100 times too high", ("oscillating",), RATE, _plant(TANH, _set("adam", 1.0), ADAM), NOT_PARTED),
    Kind("RMSprop's rate 100 times too high", (TOO_LARGE,), RATE,
         _plant(TANH, _set("rmsprop", 0.3), _set("rmsprop", 0.003)), NOT_PARTED),
    Kind("Lion's rate 300 times too high", ("oscillating",), RATE,
         _plant(TANH, _set("lion", 0.3), _set("lion", 0.001)), VARIED),
    Kind("SGD's rate 300 times too high, tanh", ("saturated units",), RATE,
         _plant(TANH, _set("sgd_momentum", 10.0), MOMENTUM), (*CLASSES, "spirals", "xor")),
    Kind("SGD's rate 1,000 times too high, relu", ("dead units",), RATE,
         _plant(RELU, _set("sgd", 100.0), SGD), SOURCES),
    Kind("beta_2 tiny", ("diverged",), "beta_2", _plant(RELU, _set("adam", 0.01, beta_2=0.01), ADAM), SOURCES),
    Kind("momentum 0.999, linear network", ("oscillating",), "momentum",
         _plant(_dense(), _set("sgd_momentum", 0.03, momentum=0.999), MOMENTUM), ("binary_10", *REGRESSIONS)),
    Kind("Adam's rate 100 times too low", ("undertrained",), RATE, _plant(RELU, _set("adam", 1e-4), ADAM), SOURCES),
    Kind("SGD's rate 100 times too low", ("undertrained",), RATE, _plant(RELU, _set("sgd", 1e-3), SGD), SOURCES),
    Kind("Adadelta at its default", ("undertrained",), RATE,
         _plant(RELU, _set("adadelta", 1e-3), _set("adadelta", 1.0)), SOURCES),
    Kind("Adagrad at its default", ("undertrained",), RATE, _plant(RELU, _set("adagrad", 1e-3), _set("adagrad", 0.1)),
         SOURCES),
    Kind("SGD's rate 1,000,000 times too low", (TOO_SMALL,), RATE, _plant(RELU, _set("sgd", 1e-7), SGD), SOURCES),
    Kind("Adam's rate 100,000 times too low", (TOO_SMALL,), RATE, _plant(RELU, _set("adam", 1e-7), ADAM), SOURCES),
    Kind("decay that dies in an epoch", (TOO_SMALL,), "decay", _dying, SOURCES),
    Kind("two epochs", ("undertrained",), "epochs", _two_epochs),
    Kind("absurd weight decay", ("stalled",), "weight_decay",
         _plant(RELU, _with(ADAMW, weight_decay=30.0), _with(ADAMW, weight_decay=1e-3)), SOURCES),
    Kind("absurd weight decay, SGD", ("stalled",), "weight_decay",
         _plant(RELU, _with(SGD, weight_decay=5.0), _with(SGD, weight_decay=1e-4)), SOURCES),
    Kind("few rows, large network, no early stopping", ("overfitted",), "patience",
         _plant(_dense(64, 64, at_most=60), ADAM, _stopping(ADAM, 10)), MORE),
    Kind("wrong labels, large network, no early stopping", ("overfitted",), "patience",
         _plant(_noisy, ADAM, _stopping(ADAM, 10)), MORE),
    Kind("patience 1 with slow steps", ("stopped too early",), "patience",
         _plant(_dense(16, at_most=60), _stopping(_set("sgd_momentum", 0.03, momentum=0.95), 1),
                _stopping(_set("sgd_momentum", 0.03, momentum=0.95), 30)), MORE),
    Kind("patience 0 with swings", ("stopped too early",), "patience",
         _plant(RELU, _with(SWINGING, patience=0), _stopping(SWINGING, 30)), TAKES_LONG),
)  # fmt: skip
