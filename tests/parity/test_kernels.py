"""The compiled kernels: the same to the last bit whatever trains beside, and Keras's own functions everywhere."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engines_agree import (
    BINARY,
    SETTINGS,
    SPACE,
    TASKS,
    assert_equal,
    assert_equal_trainings,
    make_replicate,
    make_task,
)
from undefault.engine._kernels import lib

from undefault.engine import compiled, compiled_population
from undefault.engine.blocks import Blocks
from undefault.engine.compiled_population import CompiledPopulation
from undefault.engine.dense_stack import ACTIVATIONS, DenseStack, read_dense_stack
from undefault.engine.fit import KerasEngine
from undefault.engine.kernel_data import KernelNetwork, KernelRows, pointer
from undefault.engine.networks import build_network, draw_network, draw_weights
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import CURVES, FloatArray, NetworkSpec, Setting, Split, Task, TaskType, Training

KNOWN = [name for name in SETTINGS if SETTINGS[name].optimizer not in ("lamb", "muon", "adafactor")]
SHORT = replace(BINARY, epochs=4)
EXPLODING = Setting("sgd", 1e30)


def train(chosen: Sequence[Setting], *, task: Task = SHORT, seeds: Sequence[int] = (0,)) -> list[Training]:
    replicates = [make_replicate(task, seed) for seed in seeds]
    return VectorizedEngine(SPACE, memory_mb=64).train(task, chosen, replicates)


def assert_identical(a: Training, b: Training) -> None:
    for name in (*CURVES, "test_loss", "last_test_loss", "test_metric", "restored_epoch"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=f"{name} of {a.setting}")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=40), st.data())
def test_a_lane_is_the_same_to_the_last_bit_alone_and_among_others(names: list[str], data: st.DataObject) -> None:
    lane = data.draw(st.integers(0, len(names) - 1))
    among = train([SETTINGS[name] for name in names], seeds=(0, 1))[lane]
    assert_identical(among, train([SETTINGS[names[lane]]], seeds=(0, 1))[0])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([*KNOWN, None, None]), min_size=2, max_size=20))
def test_diverged_lanes_do_not_touch_their_neighbours(names: list[str | None]) -> None:
    beside = train([SETTINGS[name] if name else EXPLODING for name in names])
    for training, name in zip(beside, names, strict=True):
        if name:
            assert_identical(training, train([SETTINGS[name]])[0])
        else:
            assert not np.isfinite(training.valid_loss[:, -1]).any()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=3), st.integers(0, 2**32 - 1))
def test_weights_drawn_without_a_model_are_those_of_the_model(hidden: list[int], seed: int) -> None:
    task = replace(BINARY, network=NetworkSpec("mlp", tuple(hidden)))
    for drawn, built in zip(draw_weights(task, seed), draw_network(task, seed).get_weights(), strict=True):
        np.testing.assert_array_equal(drawn, built)


def test_a_thousand_lanes_give_what_each_gives_alone() -> None:
    rates = np.geomspace(1e-4, 1, 1000)
    together = train([Setting("adam", float(rate)) for rate in rates])
    for lane in (0, 15, 16, 499, 999):
        assert_identical(together[lane], train([Setting("adam", float(rates[lane]))])[0])


WIDE = replace(SHORT, network=NetworkSpec("mlp", hidden=(500, 500)))
TOO_WIDE = replace(SHORT, network=NetworkSpec("mlp", hidden=(1000, 1000)))  # for 64 MB, whatever the block's width


def test_memory_for_one_block_only_changes_nothing() -> None:
    chosen, replicates = [SETTINGS["adam"], SETTINGS["sgd"]], [make_replicate(WIDE, seed) for seed in range(3)]
    tight = VectorizedEngine(SPACE, memory_mb=130).train(WIDE, chosen, replicates)
    roomy = VectorizedEngine(SPACE, memory_mb=800).train(WIDE, chosen, replicates)
    for a, b in zip(tight, roomy, strict=True):
        assert_identical(a, b)


@pytest.mark.parametrize("memory_mb", [1, 10])
def test_a_network_too_large_for_a_block_is_trained_in_another_way(memory_mb: int) -> None:
    replicate = make_replicate(TOO_WIDE, 0)
    tight = VectorizedEngine(SPACE, memory_mb=memory_mb).train(TOO_WIDE, [SETTINGS["adam"]], [replicate])
    assert_equal(tight[0], KerasEngine(SPACE).train(TOO_WIDE, [SETTINGS["adam"]], [replicate])[0])


@given(
    hidden=st.lists(st.integers(1, 64), max_size=3),
    n_settings=st.integers(1, 100),
    n_seeds=st.integers(1, 12),
    memory_mb=st.integers(6, 12),
    batch_size=st.integers(1, 53),
)
@settings(max_examples=60, deadline=None)
def test_lanes_in_training_take_no_more_memory_than_they_may(
    hidden: list[int], n_settings: int, n_seeds: int, memory_mb: int, batch_size: int
) -> None:
    """The arrays that live as long as the lanes, of networks small enough for a block; `most_lanes` counts more."""
    task = replace(SHORT, epochs=1, batch_size=batch_size, network=NetworkSpec("mlp", tuple(hidden)))
    replicates = [make_replicate(task, seed) for seed in range(n_seeds)]
    chosen, taken = [Setting("adam", 0.01 + i) for i in range(n_settings)], [0]

    class Watched(CompiledPopulation):
        def __init__(self, *arguments: Any, **columns: Any) -> None:
            super().__init__(*arguments, **columns)
            taken.append(sum(array.nbytes for array in self._arrays.values()))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "LEAST", 0)
        patched.setattr(compiled_population, "CompiledPopulation", Watched)
        VectorizedEngine(SPACE, memory_mb=memory_mb).train(task, chosen, replicates)
    assert max(taken) <= memory_mb * 2**20


@pytest.mark.parametrize("wrong", ["features", "rows", "class", "test rows"])
def test_what_would_be_read_beyond_its_end_is_refused(wrong: str) -> None:
    task = replace(TASKS["three classes"], epochs=1)
    seeds = [make_replicate(task, 0), make_replicate(task, 1)]
    split, x_test, y_test = seeds[1].split, np.asarray(seeds[1].x_test), np.asarray(seeds[1].y_test)
    broken = {
        "features": replace(seeds[1], split=Split(split.x_train[:, 1:], split.y_train, split.x_valid, split.y_valid)),
        "class": replace(seeds[1], split=Split(split.x_train, split.y_train + 1, split.x_valid, split.y_valid)),
        "rows": replace(seeds[1], x_test=x_test[1:]),
        "test rows": replace(seeds[1], x_test=x_test[1:], y_test=y_test[1:]),
    }
    with pytest.raises(ValueError, match="expected"):
        VectorizedEngine(SPACE, memory_mb=64).train(task, [SETTINGS["adam"]], [seeds[0], broken[wrong]])


def activated(activation: str, z: FloatArray) -> FloatArray:
    """Return what the kernels' activation makes of ``z`` ``(n,)``: the error of a network of one weight of 1."""
    none = np.zeros(2, np.float32)
    stack = DenseStack((1, 1), (activation,), l1=none, l2=none, loss="mae", is_binary=False, threshold=0)
    rows, places = KernelRows([(z[:, None], np.zeros_like(z))], stack), Blocks(1, 1, lib.N_LANES)
    weights = places.spread(np.array([[1.0], [0.0]], np.float32))
    losses, score = places.empty(len(z)), places.empty()
    assert lib.score_rows(KernelNetwork(stack).struct, rows.structs, *map(pointer, (weights, losses, score))) == 0
    return np.asarray(places.collect(losses)[0])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_keras_own_from_the_smallest_to_the_largest_sums(activation: str) -> None:
    ends = [0.0, 1e-6, 0.6249, 0.6251, 3.0, 6.0, 87.0]
    z = np.concatenate([np.linspace(-90, 87, 4001), ends, np.negative(ends)]).astype(np.float32)
    expected = np.abs(keras.ops.convert_to_numpy(keras.activations.get(activation)(z)))
    np.testing.assert_allclose(activated(activation, z), expected, rtol=2e-6, atol=1e-7)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_activation_hides_what_is_not_a_number(activation: str) -> None:
    assert np.isnan(activated(activation, np.array([np.nan], np.float32))).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_trains_as_model_fit_does(activation: str) -> None:
    task = replace(TASKS["regression"], epochs=6, network=NetworkSpec("mlp", (5, 4), activation))
    assert read_dense_stack(build_network(task), task) is not None
    assert_equal_trainings(task, [SETTINGS["adam"]], n_seeds=1)


@pytest.mark.parametrize("hidden", [(), (3,), (9, 6), (7, 5, 4, 3), (8, 8, 8, 8, 8)], ids=str)
def test_stacks_of_any_depth_train_as_model_fit_does(hidden: tuple[int, ...]) -> None:
    assert_equal_trainings(make_task(TaskType.BINARY, loss="mse", hidden=hidden), [SETTINGS["adam"]], n_seeds=1)


@pytest.mark.parametrize("batch_size", [1, 31, 33, 52, 53, 500])
def test_batches_of_any_size_train_as_model_fit_does(batch_size: int) -> None:
    """The kernels take 32 rows of a batch at a time; the task has 53."""
    task = replace(TASKS["three classes"], epochs=5, batch_size=batch_size, network=NetworkSpec("mlp", (6, 5), "tanh"))
    assert_equal_trainings(task, [SETTINGS["adam"]], n_seeds=1)


def with_penalties(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    layers, inputs = keras.layers, keras.Input(input_shape)
    hidden = layers.Dense(6, "tanh", kernel_regularizer="l1l2", bias_regularizer=keras.regularizers.L1(0.02))(inputs)
    return keras.Model(inputs, layers.Dense(n_outputs, kernel_regularizer=keras.regularizers.L2(0.03))(hidden))


def test_penalties_train_as_model_fit_does() -> None:
    task = replace(BINARY, network=NetworkSpec("custom", builder=f"{__name__}:with_penalties"))
    assert read_dense_stack(build_network(task), task) is not None
    assert_equal_trainings(task, [SETTINGS["adam"], SETTINGS["norms clipped"]], n_seeds=1)


def with_a_frozen_layer(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    frozen = keras.layers.Dense(6, trainable=False)
    return keras.Sequential([keras.Input(input_shape), frozen, keras.layers.Dense(n_outputs)])


def with_a_constraint(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    bounded = keras.layers.Dense(6, "relu", kernel_constraint="max_norm")
    return keras.Sequential([keras.Input(input_shape), bounded, keras.layers.Dense(n_outputs)])


def with_a_shared_layer(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    inputs, shared = keras.Input(input_shape), keras.layers.Dense(input_shape[0], "relu")
    return keras.Model(inputs, keras.layers.Dense(n_outputs)(shared(shared(inputs))))


def with_a_shortcut(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    hidden = keras.layers.Dense(input_shape[0], "relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(n_outputs)(keras.layers.Add()([inputs, hidden])))


def without_a_bias(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(n_outputs, use_bias=False)])


def with_a_frozen_bias(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    model = keras.Sequential([keras.Input(input_shape), keras.layers.Dense(6), keras.layers.Dense(n_outputs)])
    model.layers[0].bias.trainable = False
    return model


def with_a_layer_twice(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    twice = keras.layers.Dense(input_shape[0], "relu")
    return keras.Sequential([keras.Input(input_shape), twice, twice, keras.layers.Dense(n_outputs)])


def with_a_layer_as_activation(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    bent = keras.layers.Dense(6, activation=keras.layers.LeakyReLU(0.05))
    return keras.Sequential([keras.Input(input_shape), bent, keras.layers.Dense(n_outputs)])


def relu(x: Any) -> Any:
    return keras.ops.maximum(x, 0.3 * x)


def with_an_activation_of_its_own(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    """The function has the name of Keras's, but does something else."""
    bent = keras.layers.Dense(6, activation=relu)
    return keras.Sequential([keras.Input(input_shape), bent, keras.layers.Dense(n_outputs)])


def with_a_call_of_its_own(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    doubled = keras.layers.Dense(6)
    call = doubled.call
    doubled.call = lambda inputs, training=None: 2 * call(inputs)
    return keras.Sequential([keras.Input(input_shape), doubled, keras.layers.Dense(n_outputs)])


def with_whole_numbers_as_inputs(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
    return keras.Sequential([keras.Input(input_shape, dtype="int32"), keras.layers.Dense(n_outputs)])


ODD = [
    with_a_frozen_layer,
    with_a_frozen_bias,
    with_a_constraint,
    with_a_shared_layer,
    with_a_layer_twice,
    with_a_shortcut,
    without_a_bias,
    with_a_layer_as_activation,
    with_an_activation_of_its_own,
    with_a_call_of_its_own,
    with_whole_numbers_as_inputs,
]


@pytest.mark.parametrize("builder", ODD)
def test_a_network_that_is_no_plain_stack_is_not_taken_for_one(builder: object) -> None:
    name = getattr(builder, "__name__", "")
    task = replace(BINARY, epochs=3, network=NetworkSpec("custom", builder=f"{__name__}:{name}"))
    assert read_dense_stack(build_network(task), task) is None
    assert_equal_trainings(task, [SETTINGS["adam"]], n_seeds=1)
