"""Two engines in two threads do not touch each other."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from test_engines_agree import BINARY, SETTINGS, SPACE, make_replicate

from undefault.engine.networks import draw_network
from undefault.engine.vectorized import VectorizedEngine
from undefault.records import FloatArray, Training

SEEDS = range(30)


def draw(seed: int) -> FloatArray:
    return np.concatenate([np.ravel(weights) for weights in draw_network(BINARY, seed).get_weights()])


def test_initial_weights_depend_on_their_seed_alone_whatever_other_threads_draw() -> None:
    alone = [draw(seed) for seed in SEEDS]
    with ThreadPoolExecutor(4) as threads:
        for weights, expected in zip(threads.map(draw, SEEDS), alone, strict=True):
            np.testing.assert_array_equal(weights, expected)


def train(seed: int) -> list[Training]:
    chosen = [SETTINGS["adam"], SETTINGS["sgd"], SETTINGS["patience, best weights"]]
    return VectorizedEngine(SPACE, memory_mb=64).train(BINARY, chosen, [make_replicate(BINARY, seed)])


def test_engines_in_two_threads_give_what_each_gives_alone() -> None:
    alone = [train(seed) for seed in range(2)]
    with ThreadPoolExecutor(2) as threads:
        for trainings, expected in zip(threads.map(train, range(2)), alone, strict=True):
            for a, b in zip(trainings, expected, strict=True):
                np.testing.assert_array_equal(a.valid_loss, b.valid_loss)
