"""The trainings that are timed: one task, one seed, Adam at many learning rates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.preprocessing import StandardScaler

from undefault import engine, wiring
from undefault.config import make_plan
from undefault.contracts import Engine
from undefault.engine.batches import epoch_order
from undefault.records import (
    DatasetSpec,
    FloatArray,
    IntArray,
    NetworkSpec,
    Replicate,
    Setting,
    Split,
    Task,
    TaskType,
    Training,
)

LOWEST_RATE, DEFAULT_RATE, HIGHEST_RATE = 1e-4, 1e-3, 1e-1
BATCH_SIZE = 32
PLAN, _ = make_plan(["optimizers=[adam]"])
KERAS_PLAN, _ = make_plan(["optimizers=[adam]", "engine=keras"])
Rows = tuple[FloatArray, FloatArray]  # x (n_rows, n_features), y (n_rows,)


@dataclass(frozen=True)
class Case:
    """A task with the rows and seeds of its one replicate, and one setting a lane."""

    task: Task
    replicate: Replicate
    settings: Sequence[Setting]

    def train(self, trainer: Engine) -> list[Training]:
        """Return the trainings of all lanes."""
        return trainer.train(self.task, self.settings, [self.replicate])

    @property
    def default_lane(self) -> int:
        """The lane whose learning rate is nearest to Keras's default."""
        return int(np.abs(np.log(self.learning_rates / DEFAULT_RATE)).argmin())

    def only(self, lane: int, *, epochs: int | None = None) -> "Case":
        """Return the case of one lane alone, with another number of epochs if given."""
        return replace(self, task=replace(self.task, epochs=epochs or self.task.epochs), settings=[self.settings[lane]])

    @property
    def learning_rates(self) -> FloatArray:
        """The lanes' learning rates, ``(n_lanes,)``."""
        return np.array([setting.learning_rate for setting in self.settings])

    def batch_orders(self) -> IntArray:
        """Return the order of training rows in every epoch, ``(n_epochs, n_train)``."""
        n_train = len(self.replicate.split.x_train)
        return np.stack([epoch_order(self.replicate.batches_seed, epoch, n_train) for epoch in range(self.task.epochs)])

    def initial_weights(self) -> list[FloatArray]:
        """Return the weights that every lane begins with: kernel and bias of each layer, as Keras orders them."""
        from undefault.engine.networks import draw_network

        weights: list[FloatArray] = draw_network(self.task, self.replicate.weights_seed).get_weights()
        return weights


@dataclass(frozen=True)
class Shape:
    """What a case is made of; rows beyond those that there are come from the first again."""

    task_type: TaskType
    loss: str
    hidden: int
    n_outputs: int
    n_train: int
    n_valid: int
    read: Callable[[], Rows]


def _breast_cancer() -> Rows:
    x, y = load_breast_cancer(return_X_y=True)
    return x, y


def _digits() -> Rows:
    x, y = load_digits(return_X_y=True)
    return x, y


def _noisy_sine() -> Rows:
    random = np.random.default_rng(0)
    x = random.uniform(-3, 3, size=(65, 1))
    return x, np.sin(x[:, 0]) + random.normal(scale=0.1, size=65)


SHAPES: Mapping[str, Shape] = {
    "breast_cancer": Shape(TaskType.BINARY, "binary_crossentropy", 16, 1, 340, 110, _breast_cancer),
    "digits": Shape(TaskType.MULTICLASS, "sparse_categorical_crossentropy", 128, 10, 1000, 300, _digits),
    "sine": Shape(TaskType.REGRESSION, "mse", 8, 1, 50, 15, _noisy_sine),
}


def make_case(name: str, *, n_lanes: int, epochs: int, n_train: int | None = None) -> Case:
    """Return the case of that name, with ``n_train`` training rows if given; loads Keras."""
    engine.load()
    shape = SHAPES[name]
    split = _split(shape, n_train or shape.n_train)
    network = NetworkSpec(f"mlp_{shape.hidden}", (shape.hidden,))
    counts = (split.x_train.shape[1], shape.n_outputs)
    task = Task(DatasetSpec(name, name), network, shape.task_type, *counts, shape.loss, epochs, BATCH_SIZE)
    default = wiring.known_settings(PLAN).defaults["adam"]
    rates = np.geomspace(LOWEST_RATE, HIGHEST_RATE, n_lanes)
    settings = [replace(default, learning_rate=float(rate)) for rate in rates]
    return Case(task, Replicate(0, split, weights_seed=1, batches_seed=2), settings)


def fresh_engine() -> Engine:
    """Return the sweep's own engine, with nothing compiled or drawn."""
    return wiring.make_engine(PLAN)


def keras_engine() -> Engine:
    """Return the reference engine: ``model.fit``, fed with the batches that the sweep's engine takes."""
    return wiring.make_engine(KERAS_PLAN)


def _split(shape: Shape, n_train: int) -> Split:
    x, y = shape.read()
    order = np.random.default_rng(0).permutation(len(x))
    valid, train = order[: shape.n_valid], np.resize(order[shape.n_valid :], n_train)
    scaler = StandardScaler().fit(x[train])
    x, y = scaler.transform(x).astype(np.float32), y.astype(np.float32)
    return Split(x[train], y[train], x[valid], y[valid])
