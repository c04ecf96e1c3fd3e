"""Networks of every kind of layer: trained together as `model.fit` trains them one by one, or left to it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import networks_for_tests
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_engines_agree import BINARY, assert_equal_trainings
from test_lanes import assert_same, train

from undefault.engine import lane_network
from undefault.engine.lane_convolution import convolve
from undefault.engine.lane_network import LaneNetwork
from undefault.engine.lane_state import MOST, pack_state, read_state, unpack_state
from undefault.engine.program import Program
from undefault.engine.vectorizable import why_not_network
from undefault.records import NetworkSpec, Setting, Task

VECTORIZED = [
    "deep",
    "batch_normalization",
    "layer_normalization",
    "dropout",
    "noise",
    "penalties",
    "convolution_1d",
    "convolution_2d",
    "strided_2d",
    "pooled",
    "lstm",
    "gru",
    "simple_rnn",
    "branches",
]
RANDOM = ["dropout", "noise", "strided_2d"]
# At rates where rounding errors do not grow: none of these trainings overshoots.
STABLE = [Setting("adam", 0.002), Setting("sgd", 0.05)]
# Beyond the largest float32 within some steps, also where an activation is bounded.
BROKEN = Setting("sgd", 3e38)
layers = keras.layers


def task_of(builder: str, epochs: int = 20) -> Task:
    network = NetworkSpec("custom", builder=f"networks_for_tests:{builder}")
    return replace(BINARY, n_features=12, epochs=epochs, network=network)


@pytest.mark.parametrize("builder", VECTORIZED)
def test_every_layer_trains_as_model_fit_does(builder: str) -> None:
    task = task_of(builder)
    assert why_not_network(task) is None
    assert_equal_trainings(task, STABLE, n_seeds=2 if builder == "dropout" else 1)


@pytest.mark.parametrize("builder", ["dropout", "strided_2d", "lstm"])
def test_a_lane_alone_is_the_same_as_among_others_and_beside_a_diverged_one(builder: str) -> None:
    task = task_of(builder, epochs=5)
    among = train([BROKEN, *STABLE], task=task)
    assert not np.isfinite(among[0].valid_loss[:, -1]).any()
    for beside, setting in zip(among[1:], STABLE, strict=True):
        assert_same(beside, train([setting], task=task)[0])


@pytest.mark.parametrize("builder", ["dropout", "convolution_2d"])
def test_lanes_in_blocks_are_the_same_as_all_at_once(builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    task = task_of(builder, epochs=3)
    at_once = train(STABLE, task=task)
    monkeypatch.setattr(lane_network, "BYTES", 2**40)
    for a, b in zip(at_once, train(STABLE, task=task), strict=True):
        assert_same(a, b)


@pytest.mark.parametrize("builder", VECTORIZED)
def test_nothing_but_random_numbers_is_computed_lane_by_lane(builder: str) -> None:
    """TensorFlow warns where it falls back to a loop over the lanes, while it traces."""
    messages: list[str] = []
    handler, logger = logging.Handler(), logging.getLogger("tensorflow")
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    level, network = logger.level, LaneNetwork(task_of(builder), memory=2**26)
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    try:
        weights, states = (np.stack([vector] * 4) for vector in network.draw(0))
        network.gradients(weights, states, tf.zeros([4, 3, 12]), tf.zeros([4, 3]), n_seeds=2)
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)
    loops = [message for message in messages if "while_loop" in message]
    assert not [message for message in loops if "StatelessRandom" not in message]
    assert bool(loops) == (builder in RANDOM)


REFUSED: dict[str, Callable[[], Any]] = {
    "groups=2": lambda: layers.Conv1D(4, 2, groups=2),
    "data_format='channels_first'": lambda: layers.AveragePooling1D(2, data_format="channels_first"),
    "constrains its kernel": lambda: layers.Conv1D(4, 2, kernel_constraint="max_norm"),
    "constrains its bias": lambda: layers.Dense(4, bias_constraint="non_neg"),
    "mixed_bfloat16": lambda: layers.Dense(4, dtype="mixed_bfloat16"),
    "activation that is not Keras's own": lambda: layers.Dense(4, activation=lambda x: x + tf.random.normal([])),
    "penalty on its kernel": lambda: layers.Dense(4, kernel_regularizer=tf.reduce_sum),
    "SimpleRNN with dropout=0.1": lambda: layers.SimpleRNN(4, dropout=0.1),
    "LSTM with dropout=0.1": lambda: layers.LSTM(4, dropout=0.1),
    "recurrent_dropout=0.1": lambda: layers.GRU(4, recurrent_dropout=0.1),
    "Bidirectional": lambda: layers.Bidirectional(layers.LSTM(4)),
    "Masking": lambda: keras.Sequential([layers.Reshape((6, 2)), layers.Masking(), layers.LSTM(2)]),
    "Embedding": lambda: layers.Embedding(5, 3),
    "DepthwiseConv1D": lambda: layers.DepthwiseConv1D(2),
    "AlphaDropout": lambda: layers.AlphaDropout(0.1),
    "beyond": lambda: layers.Dropout(0.1, seed=2**60),
    "recurrent steps": lambda: keras.Sequential([layers.RepeatVector(200), layers.LSTM(2)]),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_not_shown_to_be_safe_is_left_to_model_fit(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(input_shape: tuple[int, ...], n_outputs: int) -> keras.Model:
        parts = REFUSED[reason]()
        own = parts.layers if isinstance(parts, keras.Sequential) else [layers.Reshape((6, 2)), parts]
        return keras.Sequential([keras.Input(input_shape), *own, layers.Flatten(), layers.Dense(n_outputs)])

    monkeypatch.setattr(networks_for_tests, "refused", refused, raising=False)
    assert reason in str(why_not_network(task_of("refused")))


def test_a_refused_network_is_trained_by_model_fit() -> None:
    assert_equal_trainings(task_of("embedding", epochs=2), STABLE[:1], n_seeds=1)


SIZES = st.lists(st.tuples(*[st.integers(1, n) for n in (9, 4, 3, 3)]), min_size=1, max_size=2)


@settings(max_examples=60, deadline=None)
@given(sizes=SIZES, padding=st.sampled_from(["valid", "same"]), channels=st.integers(1, 3), seed=st.integers(0, 99))
def test_a_product_of_matrices_is_the_convolution(
    sizes: list[tuple[int, int, int, int]], padding: str, channels: int, seed: int
) -> None:
    """Each axis has a size, a kernel size, a stride and a dilation, of which Keras allows one to be above 1."""
    lengths, kernel_sizes, strides, dilations = (list(axis) for axis in zip(*sizes, strict=True))
    assume(max(strides) == 1 or max(dilations) == 1)
    fits = (size > (kernel - 1) * step for size, kernel, _, step in sizes)
    assume(padding == "same" or all(fits))
    rng = np.random.default_rng(seed)
    inputs = tf.constant(rng.normal(size=(2, *lengths, channels)), tf.float32)
    kernel = tf.constant(rng.normal(size=(*kernel_sizes, channels, 2)), tf.float32)
    ours = convolve(inputs, kernel, strides=strides, padding=padding, dilation_rate=dilations)
    theirs = keras.ops.conv(inputs, kernel, strides=strides, padding=padding, dilation_rate=dilations)
    np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


@settings(max_examples=50, deadline=None)
@given(average=st.floats(width=32), seeds=st.lists(st.integers(0, MOST), min_size=2, max_size=2))
def test_states_come_back_to_the_last_bit(average: float, seeds: list[int]) -> None:
    variables = [keras.Variable([[average]], dtype="float32"), keras.Variable(seeds, dtype="int64")]
    vector = read_state(variables)
    np.testing.assert_array_equal(vector, pack_state([variable.value for variable in variables]))
    for tensor, variable in zip(unpack_state(vector, vector, variables), variables, strict=True):
        assert (tensor.dtype, tensor.shape) == (variable.value.dtype, variable.shape)
        np.testing.assert_array_equal(tensor, variable)


def test_lanes_in_another_order_than_by_seed_are_refused() -> None:
    program = Program(LaneNetwork(task_of("dropout"), memory=2**26), (), 16)
    with pytest.raises(ValueError, match="ordered by setting, then by seed"):
        program.reset([], np.zeros((4, 1)), np.zeros((0, program._states.shape[1])), np.array([0, 0, 1, 1]))
