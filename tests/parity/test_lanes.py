"""A lane that TensorFlow trains depends on its own task, setting and seed alone, whatever trains beside it."""

from dataclasses import replace

import keras
import numpy as np
import pytest
from test_engines_agree import BINARY, SETTINGS, SPACE, TASKS, assert_equal_trainings, make_replicate

from undefault.engine import vectorized
from undefault.engine.traced import TracedLanes
from undefault.engine.vectorizable import why_not_network, why_not_optimizer
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import NetworkSpec, Setting, Task, Training

# A lane alone uses other kernels than the same lane among many, which sum in another order.
TOLERANCE = 2e-4
EXPLODING = Setting("sgd", 1e30)


@pytest.fixture(autouse=True)
def _traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dense networks too are trained in the way of all others; for theirs see test_kernels.py."""
    monkeypatch.setattr(vectorized, "is_compiled", lambda: False)


def train(settings: list[Setting], *, task: Task = BINARY, n_seeds: int = 2) -> list[Training]:
    replicates = [make_replicate(task, seed) for seed in range(n_seeds)]
    return VectorizedEngine(SPACE, memory_mb=64).train(task, settings, replicates)


def assert_same(a: Training, b: Training) -> None:
    np.testing.assert_allclose(a.valid_loss, b.valid_loss, rtol=TOLERANCE)
    np.testing.assert_array_equal(a.restored_epoch, b.restored_epoch)


@pytest.mark.parametrize("name", ["adam", "sgd with momentum", "reduce on plateau", "patience, best weights"])
def test_a_lane_alone_is_the_same_as_among_others(name: str) -> None:
    settings = [*SETTINGS.values()]
    among = train(settings)[list(SETTINGS).index(name)]
    alone = train([SETTINGS[name]])[0]
    assert_same(among, alone)


def test_a_diverged_lane_does_not_disturb_its_neighbours() -> None:
    sound = [SETTINGS["sgd"], SETTINGS["adam"]]
    beside = train([sound[0], EXPLODING, sound[1]])
    assert not np.isfinite(beside[1].valid_loss[:, -1]).any()
    for a, b in zip([beside[0], beside[2]], train(sound), strict=True):
        assert_same(a, b)


@pytest.mark.parametrize("most_lanes", [0, 1, 3, 4])
def test_chunks_of_any_size_give_the_same_trainings(most_lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = [SETTINGS["adam"], SETTINGS["sgd"], SETTINGS["lion"], SETTINGS["adagrad"]]
    whole = train(settings)
    monkeypatch.setattr(TracedLanes, "most_lanes", lambda *_: most_lanes)
    for a, b in zip(whole, train(settings), strict=True):
        assert_same(a, b)


def test_programs_are_kept_only_as_far_as_they_fit() -> None:
    lanes, replicates = TracedLanes(BINARY, SPACE, memory=2**20), [make_replicate(BINARY, 0)]
    most = lanes.most_lanes(16, replicates[0])
    for n in (most // 3, most // 2, most // 3, most // 4, most):
        lanes.populate(16, [SETTINGS["adam"]] * n, replicates)
        assert sum(program.n_lanes for program in lanes._programs.values()) <= most


def test_a_batch_size_of_its_own_trains_beside_others() -> None:
    own = replace(SETTINGS["adam"], batch_size=7)
    assert_equal_trainings(BINARY, [own, SETTINGS["adam"]], n_seeds=1)


def test_a_seed_trains_the_same_whichever_seeds_are_beside_it() -> None:
    task = TASKS["regression"]
    both = train([SETTINGS["adam"]], task=task)[0]
    second = VectorizedEngine(SPACE, memory_mb=64).train(task, [SETTINGS["adam"]], [make_replicate(task, 1)])[0]
    np.testing.assert_allclose(both.valid_loss[1], second.valid_loss[0], rtol=TOLERANCE)


def with_batch_normalization(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(input_shape),
            # a bias here has gradient 0 up to rounding, which Adam blows up to full steps in any direction
            layers.Dense(6, use_bias=False, kernel_regularizer=keras.regularizers.L2(0.01)),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.LayerNormalization(),
            layers.Dense(n_outputs),
        ]
    )


def custom(builder: str) -> Task:
    return replace(BINARY, epochs=5, network=NetworkSpec("custom", builder=f"{__name__}:{builder}"))


def test_own_networks_with_normalization_and_penalties_train_as_model_fit_does() -> None:
    task = custom("with_batch_normalization")
    assert why_not_network(task) is None
    assert_equal_trainings(task, [SETTINGS["adam"], SETTINGS["sgd"]])


def with_an_operation(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, keras.layers.Dense(n_outputs)(keras.ops.sort(inputs)))


def test_operations_that_are_no_layers_are_not_taken_for_safe() -> None:
    assert "Sort" in str(why_not_network(custom("with_an_operation")))


def test_an_argument_that_lanes_cannot_differ_in_is_left_to_model_fit() -> None:
    own = replace(SETTINGS["adagrad"], hyperparameters={"initial_accumulator_value": 0.5})
    assert "initial_accumulator_value" in str(why_not_optimizer("Adagrad", own.hyperparameters))
    assert_equal_trainings(replace(BINARY, epochs=3), [own, SETTINGS["adagrad"]], n_seeds=1)
